import type { Manifest } from '@syntasso/plugin-ske-common';
import { at } from '@syntasso/plugin-ske-common';
import { condition, label, setCondition } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import { RUN_FROM_START_LABEL, KRATIX } from '../../runtime/names';
import type { ResourceContext } from './context';

/**
 * Writes the conditions of a Resource that is paused, or whose Promise is not available.
 *
 * @returns when to look again; undefined where its pipelines may run.
 */
export async function holdBackIfNotReady(
  { cluster, type }: ResourceContext,
  object: Manifest,
  promise: Manifest | undefined,
  key: Key,
): Promise<ReconcileResult> {
  const pausedLabel = `${KRATIX}paused`;
  const paused =
    label(object, pausedLabel) === 'true' ||
    (promise && label(promise, pausedLabel) === 'true');
  const reconciled = condition(object, 'Reconciled');
  if (paused) {
    if (reconciled?.reason !== 'PausedReconciliation') {
      await cluster.updateStatus(type, key, status =>
        setCondition(
          status,
          'Reconciled',
          'Unknown',
          'PausedReconciliation',
          'Paused',
        ),
      );
      await cluster.event(
        object,
        'PausedReconciliation',
        `'${pausedLabel}' label set to 'true' for this resource request; pausing reconciliation`,
        'Warning',
      );
    }
    return { againInMs: 60_000 };
  }
  if (reconciled?.reason === 'PausedReconciliation') {
    await cluster.label(type, key, { [RUN_FROM_START_LABEL]: 'true' });
    await cluster.updateStatus(type, key, status =>
      setCondition(status, 'Reconciled', 'Unknown', 'Unpaused', 'Pending'),
    );
    return { againInMs: 0 };
  }
  const available = promise && at(promise, 'status', 'status') === 'Available';
  const known = condition(object, 'PromiseAvailable');
  if (!available && !condition(object, 'ConfigureWorkflowCompleted')) {
    await cluster.updateStatus(type, key, status => {
      status.message = 'Pending';
      setCondition(
        status,
        'PromiseAvailable',
        'False',
        'PromiseRequirementsNotInstalled',
        'Promise Requirements are not installed',
      );
    });
    return { againInMs: 2_000 };
  }
  if (available && known?.status === 'False') {
    await cluster.updateStatus(type, key, status =>
      setCondition(
        status,
        'PromiseAvailable',
        'True',
        'PromiseAvailable',
        'Promise Requirements are met',
      ),
    );
    return { againInMs: 0 };
  }
  return undefined;
}
