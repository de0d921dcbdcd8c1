import type { KubeConfig } from '@kubernetes/client-node';
import { loadPackage } from '../utils/loadPackage';

type KubernetesLibrary = typeof import('@kubernetes/client-node');
let loaded: KubernetesLibrary | undefined;

/**
 * The library that reads kubeconfigs and credentials. It takes 0.6 s and 67 MB of
 * memory, so it is loaded where there is a cluster, and not where all is in Git.
 *
 * @throws ServiceUnavailableError naming the package.
 */
export function loadKubernetesLibrary(): KubernetesLibrary {
  loaded ??= loadPackage(
    '@kubernetes/client-node',
    'clusters',
  ) as KubernetesLibrary;
  return loaded;
}

/** An empty kubeconfig; see {@link loadKubernetesLibrary}. */
export const newKubeConfig = (): KubeConfig =>
  new (loadKubernetesLibrary().KubeConfig)();
