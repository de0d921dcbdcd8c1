import { z } from 'zod';
import { healthSchema, healthStateSchema } from '../health/healthSchema';
import { objectRefSchema } from '../kubernetes/manifest';
import { nameSchemas } from '../kubernetes/nameSchemas';

/** A Resource in the table of a Promise's Resources. @public */
export const resourceSummarySchema = z.object({
  ref: objectRefSchema,
  uid: z.string(),
  entityRef: z.string().optional(),
  health: healthSchema,
  promiseVersion: z.string().optional(),
  owner: z.string(),
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
 * Which Resources of a Promise are asked for, and in which order; every value is
 * text, as in an address. `mine`: of groups that the caller is in, or their own;
 * `attention`: those that somebody has to do something about; `health`: those with this
 * state; `search`: part of
 * the name, namespace or owner, in any case; `name` and `namespace`: exactly
 * these. Sorted by `health`, the worst comes first (`healthOrder`); by `age`,
 * the newest.
 *
 * @public
 */
export const resourcesQuerySchema = z.strictObject({
  sort: z
    .enum(['name', 'namespace', 'health', 'version', 'owner', 'age'])
    .default('name'),
  descending: flag,
  mine: flag,
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

/** The first ten by name. @public */
export const firstResources: ResourcesQuery = resourcesQuerySchema.parse({});

/** A query as text, with what differs from {@link firstResources}. @public */
export function resourcesQueryText(query: ResourcesQuery): string {
  const changedEntries = Object.entries(query).filter(
    ([key, value]) =>
      value !== undefined &&
      value !== firstResources[key as keyof ResourcesQuery],
  );
  return new URLSearchParams(
    changedEntries.map(([key, value]) => [key, String(value)]),
  ).toString();
}

/** Some of a Promise's Resources, and how many there are. @public */
export const resourcesPageSchema = z.object({
  total: z.number().describe('how many the caller may see'),
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
