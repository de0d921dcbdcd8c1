import { z } from 'zod';
import { wholeNumber } from './values';

/** `ske.rateLimit`: how often each person may ask in a minute. */
export const rateLimitSchema = z.strictObject({
  reads: wholeNumber(),
  writes: wholeNumber(),
  dryRuns: wholeNumber(),
  previews: wholeNumber(),
  manifests: wholeNumber(),
  access: wholeNumber(),
  options: wholeNumber(),
  logs: wholeNumber(),
  reconnects: wholeNumber(),
});

/** `ske.atOnce`: how much each person may have at once. */
export const atOnceSchema = z.strictObject({
  streams: wholeNumber(),
  subjects: wholeNumber(),
  lists: wholeNumber(),
  logs: wholeNumber(),
  previews: wholeNumber(),
  clusterTokens: wholeNumber(),
});
