import type {
  HealthReasonCode,
  ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { isHelpedByRetry, type NextAction } from './nextActionsOf';

/** What can be done to a Resource in the row of a list. */
export type RowOperationName = Extract<
  NextAction,
  'resume' | 'release' | 'retry'
>;

/** Reasons that mean: a pipeline has suspended its workflow. */
const SUSPENDED: ReadonlySet<HealthReasonCode> = new Set([
  'suspended',
  'suspendedUntil',
  'deletionSuspended',
  'deletionSuspendedUntil',
]);

/**
 * The operation that a row offers: the first one of `nextActionsOf` that a summary is enough
 * to decide. Undefined if none would help. Permissions are checked in `useRowOperations`.
 */
export function rowOperationOf({
  health,
  paused,
}: Pick<ResourceSummary, 'health' | 'paused'>): RowOperationName | undefined {
  if (paused) return 'resume';
  if (SUSPENDED.has(health.reason.code)) return 'release';
  return isHelpedByRetry(health) ? 'retry' : undefined;
}
