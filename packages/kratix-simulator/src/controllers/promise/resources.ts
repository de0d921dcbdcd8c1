import {
  at,
  promiseApiOf,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { label, type Cluster } from '../../runtime/Cluster';
import type { ReconcileResult } from '../../runtime/Controller';
import { RUN_FROM_START_LABEL, KRATIX } from '../../runtime/names';

const type = resourceTypes.promises;

/** A changed Promise runs all its Resources anew. */
export async function rerunAfterChange(
  cluster: Cluster,
  promise: Manifest,
  generation: number,
) {
  const before = at(promise, 'status', 'observedGeneration');
  await cluster.updateStatus(type, promise.metadata, status => {
    status.observedGeneration = generation;
  });
  const api = promiseApiOf(promise);
  if (before === undefined || !api) return;
  await rerunResources(cluster, api);
}

/** Runs all Resources anew when a label asks for it. */
export async function reconcileResources(
  cluster: Cluster,
  promise: Manifest,
  api: PromiseApi | undefined,
): Promise<ReconcileResult> {
  const asked = `${KRATIX}reconcile-resources`;
  if (label(promise, asked) !== 'true' || !api) return undefined;
  await rerunResources(cluster, api);
  await cluster.label(type, promise.metadata, { [asked]: null });
  return undefined;
}

async function rerunResources(cluster: Cluster, api: PromiseApi) {
  for (const resource of await resourcesOf(cluster, api)) {
    await cluster.label(api, resource.metadata, { [RUN_FROM_START_LABEL]: 'true' });
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
