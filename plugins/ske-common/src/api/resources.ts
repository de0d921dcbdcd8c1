import { z } from 'zod';
import { healthSchema, healthStateSchema } from '../health/healthSchema';
import { objectRefSchema } from '../kubernetes/manifest';
import { nameSchemas } from '../kubernetes/nameSchemas';

/** A Resource in a list of them. @public */
export const resourceSummarySchema = z.object({
  ref: objectRefSchema,
  uid: z.string(),
  entityRef: z.string().optional(),
  promise: z
    .object({ name: z.string(), title: z.string() })
    .describe('what it is requested from'),
  health: healthSchema,
  paused: z
    .boolean()
    .optional()
    .describe('whether somebody has held its workflow back'),
  promiseVersion: z.string().optional(),
  owner: z.string(),
  requestedBy: z
    .string()
    .optional()
    .describe(
      'entity reference of who requested it first; absent where nobody knows',
    ),
  createdAt: z.string().optional(),
});

/** See {@link resourceSummarySchema}. @public */
export type ResourceSummary = z.infer<typeof resourceSummarySchema>;

/** Longest text to search for; it stands in addresses and headers. @public */
export const LONGEST_SEARCH = 64;
/** How many Resources one page has at most. @public */
export const MOST_ROWS = 50;

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform(value => value === 'true');
const number = (most: number, otherwise: number) =>
  z.coerce.number().int().min(0).max(most).default(otherwise);

/**
 * Which Resources are asked for, of a Promise or of all, and in which order; every value
 * is text, as in an address.
 *
 * `mine`: requested by the caller, or owned by them or by a group that they are in.
 * `requestedByMe`: only the first of these. `attention`: those that somebody has to do
 * something about. `health`: those with this state. `search`: part of the name, namespace
 * or owner, and among all Promises of the Promise's title, in any case. `name` and
 * `namespace`: exactly these. Sorted by `health`, the worst comes first (`healthOrder`);
 * by `age`, the newest.
 *
 * @public
 */
export const resourcesQuerySchema = z.strictObject({
  sort: z
    .enum(['name', 'promise', 'namespace', 'health', 'version', 'owner', 'age'])
    .default('name'),
  descending: flag,
  mine: flag,
  requestedByMe: flag,
  attention: flag,
  health: healthStateSchema.optional(),
  search: z.string().max(LONGEST_SEARCH).default(''),
  name: nameSchemas.object.optional(),
  namespace: nameSchemas.namespace.optional(),
  offset: number(1_000_000, 0),
  limit: number(MOST_ROWS, 10),
});

/** See {@link resourcesQuerySchema}. @public */
export type ResourcesQuery = z.infer<typeof resourcesQuerySchema>;

/** Some Resources, of a Promise or of all, and how many there are. @public */
export const resourcesPageSchema = z.object({
  total: z
    .number()
    .describe(
      'how many the caller may see; in a list of all Promises with `mine`, how many of them are theirs',
    ),
  byHealth: z
    .partialRecord(healthStateSchema, z.number())
    .describe('how many of them are in which state'),
  attention: z
    .number()
    .default(0)
    .describe('how many of them somebody has to do something about'),
  matching: z.number().describe('how many of them the query finds'),
  offset: z
    .number()
    .describe(
      'of the first row; 0 where the query asked for more than there is',
    ),
  rows: z.array(resourceSummarySchema),
  denied: z.string().optional().describe('why some Resources may be missing'),
});

/** See {@link resourcesPageSchema}. @public */
export type ResourcesPage = z.infer<typeof resourcesPageSchema>;
