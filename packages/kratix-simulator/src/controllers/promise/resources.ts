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

/** Records the Promise's new generation, and runs the pipelines of all its Resources again. */
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

/** Runs the pipelines of all Resources again when a label asks for it. */
export async function reconcileResources(
  cluster: Cluster,
  promise: Manifest,
  api: PromiseApi | undefined,
): Promise<ReconcileResult> {
  const requestLabel = `${KRATIX}reconcile-resources`;
  if (label(promise, requestLabel) !== 'true' || !api) return undefined;
  await rerunResources(cluster, api);
  await cluster.label(type, promise.metadata, { [requestLabel]: null });
  return undefined;
}

async function rerunResources(cluster: Cluster, api: PromiseApi) {
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
