import { z } from 'zod';
import { healthSchema, healthStateSchema } from '../health/healthSchema';
import { requestsSchema } from './requests';

/** How many Resources there are. @public */
export const resourceCountsSchema = z.object({
  total: z.number(),
  byHealth: z
    .partialRecord(healthStateSchema, z.number())
    .describe('how many of them are in which state'),
  attention: z
    .number()
    .describe('how many of them somebody has to do something about'),
});

/** See {@link resourceCountsSchema}. @public */
export type ResourceCounts = z.infer<typeof resourceCountsSchema>;

/** A version of a Promise that Resources run. @public */
export const versionInUseSchema = z.object({
  version: z.string(),
  resources: z.number().describe('how many run it'),
});

/** See {@link versionInUseSchema}. @public */
export type VersionInUse = z.infer<typeof versionInUseSchema>;

/** A Promise as platform engineers look at it: how it is, and its Resources. @public */
export const offeringOverviewSchema = z.object({
  name: z.string(),
  title: z.string(),
  entityRef: z.string().optional().describe('of its Component'),
  health: healthSchema,
  needsAttention: z
    .boolean()
    .describe('whether somebody has to do something about the Promise itself'),
  version: z.string().optional(),
  offers: z.boolean().describe('whether Resources of it can be requested'),
  resources: resourceCountsSchema,
  inUse: z
    .array(versionInUseSchema)
    .describe('the versions that its Resources run, most used first'),
  otherVersions: z
    .number()
    .describe('how many Resources run versions that are not listed'),
  installed: z
    .array(z.string())
    .optional()
    .describe(
      'its versions on the platform, newest first; absent where they may not be seen, or there are none',
    ),
  denied: z.string().optional().describe('why some Resources may be missing'),
});

/** See {@link offeringOverviewSchema}. @public */
export type OfferingOverview = z.infer<typeof offeringOverviewSchema>;

/** Something that the platform runs on, or a place that it delivers to. @public */
export const platformPartSchema = z.object({
  kind: z.string(),
  name: z.string(),
  health: z.enum(['ready', 'notReady', 'unknown']),
  reason: z.string().optional().describe('the word of its condition'),
  message: z.string().optional().describe('what it says, without secrets'),
  since: z.string().optional().describe('RFC 3339'),
  storedIn: z
    .object({ kind: z.string(), name: z.string() })
    .optional()
    .describe('of a Destination: its state store'),
});

/** See {@link platformPartSchema}. @public */
export type PlatformPart = z.infer<typeof platformPartSchema>;

/**
 * Why something cannot be seen. `denied`: the credential has no right to list and watch
 * it; `absent`: the platform has no such kind; `unread`: it was never read so far.
 *
 * @public
 */
export const unseenSchema = z.object({
  state: z.enum(['denied', 'absent', 'unread']),
  reason: z.string().optional(),
});

/** See {@link unseenSchema}. @public */
export type Unseen = z.infer<typeof unseenSchema>;

/**
 * The parts of one kind, as far as the credential may see them: those that are not ready
 * first, at most a hundred.
 *
 * @public
 */
export const platformPartsSchema = z.object({
  role: z
    .enum(['controller', 'destination', 'stateStore'])
    .describe('what makes Resources, where they go, and what stores them'),
  resource: z
    .string()
    .describe('plural and group, such as `destinations.platform.kratix.io`'),
  namespace: z.string().optional().describe('where they are looked for'),
  seen: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('seen'),
      total: z.number(),
      notReady: z.number(),
      items: z.array(platformPartSchema),
    }),
    unseenSchema,
  ]),
});

/** See {@link platformPartsSchema}. @public */
export type PlatformParts = z.infer<typeof platformPartsSchema>;

/**
 * The whole platform, as far as one may see it: Promises with the number of their
 * Resources, and what it runs on.
 *
 * @public
 */
export const platformOverviewSchema = z.object({
  platform: z.string(),
  resources: resourceCountsSchema.describe('of all Promises'),
  offerings: z.array(offeringOverviewSchema),
  parts: z.array(platformPartsSchema),
  versionsUnseen: unseenSchema
    .optional()
    .describe('why nobody can say which versions are installed'),
});

/** See {@link platformOverviewSchema}. @public */
export type PlatformOverview = z.infer<typeof platformOverviewSchema>;

/** Query of `GET /api/ske/v1/waiting-requests`. @public */
export const waitingQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z
    .string()
    .regex(/^[\dTZ:.-]{1,40} [\w-]{1,64}$/, 'is no `next` of an earlier answer')
    .optional()
    .describe('`next` of the previous page; default: the first page'),
});

/** See {@link waitingQuerySchema}. @public */
export type WaitingQuery = z.infer<typeof waitingQuerySchema>;

/** Answer of `GET /api/ske/v1/waiting-requests`, longest waiting first. @public */
export const waitingRequestsSchema = requestsSchema.extend({
  more: z
    .number()
    .describe(
      'at most so many follow: some of them may be hidden from the caller',
    ),
  next: z
    .string()
    .optional()
    .describe('`after` of the next page; absent on the last one'),
});

/** See {@link waitingRequestsSchema}. @public */
export type WaitingRequests = z.infer<typeof waitingRequestsSchema>;
