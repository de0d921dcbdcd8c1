import type { Manifest } from '@syntasso/plugin-ske-common';
import type { ResourceType } from '@syntasso/plugin-ske-node';
import { condition, setCondition, type Cluster } from '../runtime/Cluster';

/**
 * Has the pipelines of a Promise or Resource that was paused run again.
 *
 * @param labels - by which Kratix says to itself what is to run
 * @returns whether it was paused
 */
export async function resumeIfUnpaused(
  cluster: Cluster,
  type: ResourceType,
  object: Manifest,
  labels: string[],
): Promise<boolean> {
  const reconciled = condition(object, 'Reconciled');
  if (reconciled?.reason !== 'PausedReconciliation') return false;
  await cluster.label(
    type,
    object.metadata,
    Object.fromEntries(labels.map(label => [label, 'true'])),
  );
  await cluster.updateStatus(type, object.metadata, status =>
    setCondition(status, 'Reconciled', 'Unknown', 'Unpaused', 'Pending'),
  );
  return true;
}
