import { z } from 'zod';
import { positiveNumber, text } from './values';

/** A label's or annotation's key. `*` stands for one part, and at the end for all that follows. */
const KEY_PATTERN =
  /^(?:[a-z0-9*](?:[a-z0-9.*-]*[a-z0-9*])?\/)?[A-Za-z0-9*](?:[\w.*-]*[A-Za-z0-9*])?$/;
/** An entity reference in full, which is how requests have their requesters. */
const ENTITY_REF = /^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/;

const keyPattern = text().regex(
  KEY_PATTERN,
  'Give the key of a label or annotation, such as example.org/team, or example.org/* for all that begin so.',
);

/** `ske.requests`: what a request may say beside its spec. */
export const requestsSchema = z.strictObject({
  labels: z.array(keyPattern).optional(),
  annotations: z.array(keyPattern).optional(),
});

/** `ske.pendingRequests`: requests that are under way, and their history. */
export const pendingRequestsSchema = z.strictObject({
  refreshSeconds: positiveNumber(),
  sweepSeconds: positiveNumber(),
  historyDays: positiveNumber(),
  forget: z
    .array(
      text().regex(
        ENTITY_REF,
        'Give the whole entity reference, such as user:default/anna.',
      ),
    )
    .optional(),
});
