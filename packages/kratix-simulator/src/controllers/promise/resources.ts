import type { Manifest, PromiseApi } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { label, type Cluster } from '../../runtime/Cluster';
import {
  RECONCILE_RESOURCES_LABEL,
  RUN_FROM_START_LABEL,
} from '../../runtime/names';

/**
 * Runs the pipelines of all Resources again when a label asks for it.
 *
 * @returns whether it did
 */
export async function rerunResourcesOnRequest(
  cluster: Cluster,
  promise: Manifest,
  api: PromiseApi | undefined,
): Promise<boolean> {
  if (label(promise, RECONCILE_RESOURCES_LABEL) !== 'true') return false;
  if (api) await rerunResources(cluster, api);
  await cluster.label(resourceTypes.promises, promise.metadata, {
    [RECONCILE_RESOURCES_LABEL]: null,
  });
  return true;
}

/** Runs the pipelines of all Resources of a Promise's API again. */
export async function rerunResources(cluster: Cluster, api: PromiseApi) {
  for (const resource of await resourcesOf(cluster, api)) {
    await cluster.label(api, resource.metadata, {
      [RUN_FROM_START_LABEL]: 'true',
    });
  }
}

/** All Resources of a Promise's API. */
export async function resourcesOf(cluster: Cluster, api: PromiseApi) {
  return cluster.list({
    group: api.group,
    version: api.version,
    plural: api.plural,
  });
}
