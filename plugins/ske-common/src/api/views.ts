import { z } from 'zod';
import { connectGuideSchema } from '../connect/ConnectGuide';
import { manifestSchema, objectRefSchema } from '../kubernetes/manifest';
import { healthRecordSchema } from '../health/healthRecordSchema';
import { healthSchema } from '../health/healthSchema';
import { placementSchema } from '../health/placementSchema';
import { stageSchema } from '../health/stageSchema';
import { requirementSchema } from '../health/requirements';
import {
  operationNameSchema,
  operationNamesSchema,
} from '../offerings/Offering';
import { conditionSchema, pipelineStatusSchema } from '../health/status';
import { catalogSyncSchema } from './catalogSync';
import { entityProblemSchema, entityProblemsSchema } from './entityProblems';
import { eventViewSchema, runViewSchema, versionViewSchema } from './parts';

/** How fresh an answer is: `stale` keeps the last known data, and says since when and why. @public */
export const freshnessSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('live') }),
  z.object({
    state: z.literal('stale'),
    since: z.string(),
    reason: z.string(),
  }),
]);

/** See {@link freshnessSchema}. @public */
export type Freshness = z.infer<typeof freshnessSchema>;

const placeSchema = z.enum(['cluster', 'repository']);

/** Where a view was read. */
const sourceSchema = placeSchema
  .default('cluster')
  .describe('repository: it says what is wanted, and knows no status');

/** The PromiseRelease that installs a Promise, and keeps it as it is. @public */
export const releaseSchema = z.object({
  name: z.string(),
  version: z.string().optional().describe('the one that it asks for'),
  url: z.string().optional().describe('where the Promise is fetched from'),
  state: z
    .enum(['installed', 'failed', 'unknown', 'notFound', 'hidden'])
    .describe(
      'unknown: it has not said yet; notFound: it is not on the platform any more; hidden: it may not be seen',
    ),
  message: z.string().optional().describe('what it says of that'),
});

/** See {@link releaseSchema}. @public */
export type ReleaseView = z.infer<typeof releaseSchema>;

const canPreview = z
  .boolean()
  .default(false)
  .describe('whether `POST /v1/preview` tells what a request would write');

/** What the Promise page shows besides its Resources. @public */
export const offeringViewSchema = z.object({
  source: sourceSchema,
  ref: objectRefSchema,
  resourceVersion: z
    .string()
    .optional()
    .describe('tells whether the manifest is another one than before'),
  message: z.string().optional().describe('what it says itself, Markdown'),
  platform: z.string(),
  title: z.string(),
  version: z.string().optional(),
  health: healthSchema,
  available: z.boolean(),
  api: z
    .object({
      group: z.string(),
      kind: z.string(),
      version: z
        .string()
        .optional()
        .describe('absent where only the catalog tells of it'),
      plural: z.string().optional(),
      hasSpec: z
        .boolean()
        .describe('whether its Resources have a spec; true where nobody knows'),
    })
    .optional(),
  templateRef: z.string().optional(),
  destinationSelectors: z.array(z.record(z.string(), z.string())),
  requirements: z.array(requirementSchema),
  conditions: z.array(conditionSchema),
  pipelines: z.array(pipelineStatusSchema),
  runs: z.array(runViewSchema),
  events: z.array(eventViewSchema),
  deletion: z
    .object({
      since: z.string().describe('RFC 3339'),
      stages: z.array(stageSchema),
      finalizers: z
        .array(z.string())
        .describe('what holds it, as Kubernetes names it'),
    })
    .optional()
    .describe('how far its deletion is; absent where it is not being deleted'),
  requiredBy: z.array(z.string()).describe('Promises that require this one'),
  release: releaseSchema
    .optional()
    .describe('what installs it; absent where it was applied by hand'),
  canPreview,
  formProblems: z
    .array(z.string())
    .optional()
    .describe('hints for the form that do not count: why, and the remedy'),
  connectProblems: z
    .array(z.string())
    .optional()
    .describe(
      'what does not count of what it says about how Resources are used: why, and the remedy',
    ),
  catalogProblems: z
    .object({
      own: z
        .array(entityProblemSchema)
        .describe('of its Component and Template'),
      resources: entityProblemsSchema.describe('of its Resources'),
    })
    .optional()
    .describe('what does not come into the catalog as it is on the platform'),
  catalogSync: catalogSyncSchema
    .optional()
    .describe(
      'how a controller keeps its entities; absent where it is bound to no portal',
    ),
});

/** See {@link offeringViewSchema}. @public */
export type OfferingView = z.infer<typeof offeringViewSchema>;

/** Everything the Resource page shows. @public */
export const resourceViewSchema = z.object({
  source: sourceSchema,
  writes: placeSchema
    .default('cluster')
    .describe('where changes go: repository, by a commit'),
  manifest: manifestSchema,
  operations: operationNamesSchema
    .default([...operationNameSchema.options])
    .describe('what its engine can do besides changing and deleting it'),
  paused: z
    .boolean()
    .default(false)
    .describe('whether somebody has held its workflow back'),
  health: healthSchema,
  problem: healthSchema
    .optional()
    .describe('what is wrong with it besides that it is paused'),
  stages: z.array(stageSchema),
  promise: z
    .object({
      name: z.string(),
      version: z.string().optional(),
      title: z.string(),
      health: healthSchema,
      entityRef: z.string().optional(),
      templateRef: z.string().optional(),
      /** Entity reference, kind `group` where it names none. */
      owner: z.string(),
    })
    .optional(),
  entityRef: z.string().optional(),
  requestedBy: z
    .string()
    .optional()
    .describe(
      'entity reference of who requested it first; absent where nobody knows',
    ),
  platform: z.string(),
  conditions: z.array(conditionSchema),
  pipelines: z.array(pipelineStatusSchema),
  runs: z.array(runViewSchema),
  events: z.array(eventViewSchema),
  placements: z.array(placementSchema),
  placementsHidden: z
    .boolean()
    .describe('whether the credential may not see where it runs'),
  version: versionViewSchema,
  healthRecords: z.array(healthRecordSchema),
  periodicRun: z
    .object({
      intervalMs: z.number(),
      isDefault: z
        .boolean()
        .describe(
          "whether the interval is the engine's default, which its configuration may change",
        ),
      nextAt: z.string().describe('RFC 3339'),
    })
    .optional()
    .describe('when its workflow runs again by itself'),
  connect: connectGuideSchema
    .optional()
    .describe(
      'how it is used; the page fills it in with what the manifest shows',
    ),
  canPreview,
});

/** See {@link resourceViewSchema}. @public */
export type ResourceView = z.infer<typeof resourceViewSchema>;
