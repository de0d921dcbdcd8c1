import { setTimeout as sleep } from 'node:timers/promises';
import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { condition, ignoreIfExists } from './runtime/Cluster';
import { SYSTEM_NAMESPACE } from './runtime/names';

const TIMEOUT_MS = 60_000;

/**
 * Installs CRDs and Kratix's namespace; resolves when the API server serves them.
 *
 * @throws Error that names the CRD that is not served in time.
 */
export async function install(
  client: KubernetesClient,
  crds: Manifest[],
): Promise<void> {
  for (const crd of crds) {
    await client.create(resourceTypes.crds, crd).catch(ignoreIfExists);
  }
  const end = Date.now() + TIMEOUT_MS;
  for (const crd of crds) {
    for (;;) {
      const found = await client.get(resourceTypes.crds, crd.metadata);
      if (condition(found, 'Established')?.status === 'True') break;
      if (Date.now() > end) {
        throw new Error(
          `The API server does not serve the CRD ${crd.metadata.name}. See the conditions in its status.`,
        );
      }
      await sleep(50);
    }
  }
  await client
    .create(resourceTypes.namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: SYSTEM_NAMESPACE },
    })
    .catch(ignoreIfExists);
}
