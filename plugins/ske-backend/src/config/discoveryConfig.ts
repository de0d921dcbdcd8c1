import { z } from 'zod';
import { flag, text } from './values';

/**
 * A location as the catalog writes it, such as `url:https://host/path` or `file:/path`; `*`
 * stands for any part. Providers write others, too: `cluster origin: prod` is from one that
 * reads clusters.
 */
const LOCATION =
  /^(?:\*|url:(?:\*|https?:\/\/[^/\s])|(?!url:|https?:)[a-z][\w .-]*: ?\S)/i;

/** Key of a label, or the beginning of one; a star alone would also mean the labels of tools. */
const LABELS = /^[A-Za-z0-9][\w./-]*\*?$/;

/** `ske.discovery`: which Promises and Resources become entities, and what they carry. */
export const discoverySchema = z.strictObject({
  enabled: flag(),
  promises: z.enum(['all', 'labelled']).optional(),
  templates: flag(),
  ownerGroup: flag(),
  labels: z
    .array(
      text().regex(
        LABELS,
        'Write the key of a label, such as example.org/team, or its beginning with a * behind it, such as example.org/*.',
      ),
    )
    .optional(),
});

/** `ske.offerings`: which entities of the catalog stand for Promises. */
export const offeringsSchema = z.strictObject({
  locations: z
    .array(
      text().regex(
        LOCATION,
        'Write it as the annotation backstage.io/managed-by-origin-location has it, such as url:https://host/org/repo/*.',
      ),
    )
    .optional(),
  kinds: z.array(z.strictObject({ group: text(), kind: text() })).optional(),
});

/** `ske.search`. */
export const searchSchema = z.strictObject({ wholeCatalog: flag() });
