import { at, type Manifest } from '@syntasso/plugin-ske-common';
import { condition, label, setCondition } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import { PAUSED_LABEL } from '../../runtime/names';
import type { ResourceContext } from './context';

/** A real Kratix looks again after a minute. */
const UNAVAILABLE_AGAIN_MS = 1_000;

/**
 * Writes that a Resource is paused, by its own label or its Promise's. This holds its
 * deletion back too.
 *
 * @returns whether it is
 */
export async function holdBackIfPaused(
  { cluster, type }: ResourceContext,
  object: Manifest,
  promise: Manifest,
  key: Key,
): Promise<boolean> {
  const paused = [promise, object].find(o => label(o, PAUSED_LABEL) === 'true');
  if (!paused) return false;
  if (condition(object, 'Reconciled')?.reason === 'PausedReconciliation') {
    return true;
  }
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
    paused === object
      ? `'${PAUSED_LABEL}' label set to 'true' for this resource request; pausing reconciliation`
      : `'${PAUSED_LABEL}' label set to 'true' for promise; pausing reconciliation for this resource request`,
    'Warning',
  );
  return true;
}

/**
 * Writes whether a Resource's Promise is available, where that has ever not been so.
 *
 * @returns when to look again; undefined where its pipelines may run.
 */
export async function holdBackIfUnavailable(
  { cluster, type }: ResourceContext,
  object: Manifest,
  promise: Manifest,
  key: Key,
): Promise<ReconcileResult> {
  if (at(promise, 'status', 'status') !== 'Available') {
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
    return { againInMs: UNAVAILABLE_AGAIN_MS };
  }
  if (condition(object, 'PromiseAvailable')?.status !== 'False') {
    return undefined;
  }
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
