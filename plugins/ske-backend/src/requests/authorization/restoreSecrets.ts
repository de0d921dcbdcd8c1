import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { requireFewSecrets } from '../../redaction/secrets';
import {
  withStoredMetadata,
  withStoredSecrets,
} from '../../redaction/storedSecrets';
import type { AuthorizedRequest, FoundRequest } from './AuthorizedRequest';
import { keepMetadata } from './requestMetadata';

/** Restores labels and annotations that were sent masked, as they were shown. */
export const restoreMetadata = (checked: FoundRequest): FoundRequest => ({
  ...checked,
  wanted: withStoredMetadata(checked.wanted, checked.present, checked.offering),
});

/**
 * Puts stored secrets back. Only after the permission check: otherwise anybody could
 * have them sent.
 */
export async function restoreSecrets(
  checked: AuthorizedRequest,
): Promise<AuthorizedRequest> {
  const { present, offering } = checked;
  // A large manifest takes long here: other requests get a turn in between.
  await yieldToEventLoop();
  const wanted = withStoredSecrets(checked.wanted, present, offering);
  await yieldToEventLoop();
  requireFewSecrets(wanted, offering);
  return { ...checked, wanted: keepMetadata(wanted, present, offering.engine) };
}
