import type { KubeConfig } from '@kubernetes/client-node';
import { KubernetesClient } from '@syntasso/plugin-ske-node';

/** A client for hundreds of watches: they share a few connections. */
export const clusterClientOf = (kubeConfig: KubeConfig): KubernetesClient =>
  new KubernetesClient(kubeConfig, {}, { sharesConnections: true });
