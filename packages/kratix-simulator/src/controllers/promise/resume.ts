import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { condition, setCondition, type Cluster } from '../../runtime/Cluster';
import {
  RECONCILE_RESOURCES_LABEL,
  RUN_FROM_START_LABEL,
} from '../../runtime/names';

const type = resourceTypes.promises;

/**
 * Has the pipelines of a Promise that was paused run again, and then those of its
 * Resources. As a real Kratix does: a Promise without pipelines is not treated so, and
 * keeps the condition that says it is paused.
 *
 * @returns whether it was paused
 */
export async function resumeIfUnpaused(
  cluster: Cluster,
  promise: Manifest,
): Promise<boolean> {
  const reconciled = condition(promise, 'Reconciled');
  if (reconciled?.reason !== 'PausedReconciliation') return false;
  await cluster.label(type, promise.metadata, {
    [RUN_FROM_START_LABEL]: 'true',
    [RECONCILE_RESOURCES_LABEL]: 'true',
  });
  await cluster.updateStatus(type, promise.metadata, status =>
    setCondition(status, 'Reconciled', 'Unknown', 'Unpaused', 'Pending'),
  );
  return true;
}
