import { annotations as keys } from '../annotations/keys';
import type { Manifest } from '../kubernetes/manifest';
import type { Health, HealthState } from './healthSchema';

/** A deletion that takes longer needs somebody to look at it. */
const LONGEST_DELETION_MS = 60 * 60_000;

/**
 * What an entity says of the health of its object, for the catalog's list.
 *
 * @param now - a deletion needs attention when it takes too long
 * @public
 */
export function healthAnnotationsOf(
  { state }: Health,
  metadata: Manifest['metadata'],
  now: Date,
): Record<string, string> {
  const due = attentionTimeOf(metadata);
  const needed =
    needsAttention(state) || (due !== undefined && due <= now.getTime());
  return {
    [keys.health]: state,
    ...(needed ? { [keys.needsAttention]: 'true' } : {}),
  };
}

/** Whether a state needs somebody to do something. @public */
export const needsAttention = (state: HealthState) =>
  state === 'failed' || state === 'degraded';

/**
 * When an object will need attention if nothing happens, in milliseconds since
 * 1970: an hour after its deletion began.
 *
 * @public
 */
export function attentionTimeOf({
  deletionTimestamp,
}: Manifest['metadata']): number | undefined {
  const since = Date.parse(deletionTimestamp ?? '');
  return Number.isNaN(since) ? undefined : since + LONGEST_DELETION_MS;
}
