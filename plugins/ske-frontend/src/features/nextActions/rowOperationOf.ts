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

/** A pipeline has suspended its workflow. */
const SUSPENDED: ReadonlySet<HealthReasonCode> = new Set([
  'suspended',
  'suspendedUntil',
  'deletionSuspended',
  'deletionSuspendedUntil',
]);

/**
 * The one operation that a row offers: the first of the `nextActionsOf` its page, as far as
 * a row knows. Undefined where nothing that could be done at a press would help. Whether the
 * person may is asked elsewhere.
 */
export function rowOperationOf({
  health,
  paused,
}: Pick<ResourceSummary, 'health' | 'paused'>): RowOperationName | undefined {
  if (paused) return 'resume';
  if (SUSPENDED.has(health.reason.code)) return 'release';
  return isHelpedByRetry(health) ? 'retry' : undefined;
}
