import { annotations as keys } from '../annotations/keys';
import type { Manifest } from '../kubernetes/manifest';
import type { Health } from './healthSchema';
import type { HealthReasonCode } from './reasons';

/** A deletion that takes longer needs somebody to look at it. */
const LONGEST_DELETION_MS = 60 * 60_000;

/** Why a health is unknown, where only a person can change that. */
const UNREADABLE: ReadonlySet<HealthReasonCode> = new Set([
  'objectUnreadable',
  'statusUnreadable',
]);

/**
 * What an entity says of the health of its object, for the catalog's list.
 *
 * @param now - a deletion needs attention when it takes too long
 * @public
 */
export const healthAnnotationsOf = (
  health: Health,
  metadata: Manifest['metadata'],
  now: Date,
): Record<string, string> => ({
  [keys.health]: health.state,
  ...(needsAttention(health, metadata, now)
    ? { [keys.needsAttention]: 'true' }
    : {}),
  ...(health.reason.code === 'deliveriesHidden'
    ? { [keys.deliveries]: 'hidden' }
    : {}),
});

/**
 * Whether somebody has to do something about a Promise or Resource: it has failed or is
 * degraded, nobody can read its status, or its deletion takes over an hour. The one rule
 * of tables, catalog and pages.
 *
 * @param now - a deletion needs attention when it takes too long
 * @public
 */
export function needsAttention(
  { state, reason }: Health,
  metadata: Pick<Manifest['metadata'], 'deletionTimestamp'>,
  now: Date,
): boolean {
  if (state === 'failed' || state === 'degraded') return true;
  if (UNREADABLE.has(reason.code)) return true;
  const due = attentionTimeOf(metadata);
  return due !== undefined && due <= now.getTime();
}

/**
 * When an object will need attention if nothing happens, in milliseconds since
 * 1970: an hour after its deletion began.
 *
 * @public
 */
export function attentionTimeOf({
  deletionTimestamp,
}: Pick<Manifest['metadata'], 'deletionTimestamp'>): number | undefined {
  const since = Date.parse(deletionTimestamp ?? '');
  return Number.isNaN(since) ? undefined : since + LONGEST_DELETION_MS;
}
