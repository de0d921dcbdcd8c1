import { annotations as keys } from '../annotations/keys';
import type { Manifest } from '../kubernetes/manifest';
import { health } from './health';
import type { HealthState } from './healthSchema';

/** A deletion that takes longer hangs. Source: ux.md, Catalog. */
const LONGEST_DELETION_MS = 60 * 60_000;

/** Whether somebody has to do something about a state. @public */
export const needsAttention = (state: HealthState) =>
  state === 'failed' || state === 'degraded';

/**
 * The annotations with which the catalog's list shows and filters by health. They
 * speak of the object alone, because whoever writes them has not looked at what
 * hangs below it.
 *
 * @param now - a deletion needs attention when it takes too long
 * @public
 */
export function healthAnnotations(
  object: Manifest,
  now: Date,
): Record<string, string> {
  const { state } = health(object);
  const due = attentionDue(object);
  const needed =
    needsAttention(state) || (due !== undefined && due <= now.getTime());
  return {
    [keys.health]: state,
    ...(needed ? { [keys.needsAttention]: 'true' } : {}),
  };
}

/**
 * When an object that is being deleted will need attention if it is still there, in
 * milliseconds since 1970. Undefined for one that is not being deleted.
 *
 * @public
 */
export function attentionDue({ metadata }: Manifest): number | undefined {
  const since = Date.parse(metadata.deletionTimestamp ?? '');
  return Number.isNaN(since) ? undefined : since + LONGEST_DELETION_MS;
}
