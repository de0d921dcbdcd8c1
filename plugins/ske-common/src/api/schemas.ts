import { z } from 'zod';
import { manifestSchema, objectRefSchema } from '../kubernetes/manifest';
import { healthSchema } from '../health/types';
import { stageSchema } from '../health/stages';

/** Query of `GET /api/ske/resource` and body of `POST /api/ske/delete-resource`. @public */
export const resourceQuerySchema = objectRefSchema.extend({
  namespace: z
    .string()
    .min(1)
    .default('default')
    .describe('metadata.namespace; "default" when absent'),
});

/** See {@link resourceQuerySchema}. @public */
export type ResourceQuery = z.infer<typeof resourceQuerySchema>;

/** @public */
export const conditionViewSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  message: z.string(),
  lastTransitionTime: z.string().optional(),
});

/** One pipeline of the current workflow, and the container to read its log from. @public */
export const pipelineViewSchema = z.object({
  name: z.string(),
  phase: z.string(),
  message: z.string().optional(),
  since: z.string().optional(),
  nextRetryAt: z.string().optional(),
  attempts: z.number().optional(),
});

/** @public */
export type PipelineView = z.infer<typeof pipelineViewSchema>;

/** One container of a pipeline's Pod. @public */
export const containerViewSchema = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'succeeded', 'failed']),
  exitCode: z.number().optional(),
  restarts: z.number(),
  reason: z
    .string()
    .optional()
    .describe('why it waits or ended, such as ImagePullBackOff'),
  message: z.string().optional(),
});

/** One run of a pipeline: a Job and its newest Pod. @public */
export const runViewSchema = z.object({
  job: z.string(),
  namespace: z.string(),
  pipeline: z.string(),
  action: z.string(),
  state: z.enum(['running', 'succeeded', 'failed']),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  pod: z.string().optional(),
  containers: z.array(containerViewSchema),
});

/** See {@link runViewSchema}. @public */
export type RunView = z.infer<typeof runViewSchema>;

/** One Event about the object. @public */
export const eventViewSchema = z.object({
  type: z.string(),
  reason: z.string(),
  note: z.string(),
  at: z.string().optional(),
  count: z.number(),
});

/** See {@link eventViewSchema}. @public */
export type EventView = z.infer<typeof eventViewSchema>;

/** Where a Work went. @public */
export const deliveryViewSchema = z.object({
  work: z.string(),
  destination: z.string().optional(),
  state: z.enum([
    'unscheduled',
    'scheduling',
    'writing',
    'written',
    'misplaced',
    'failing',
    'destinationNotReady',
  ]),
  since: z.string().optional(),
  message: z.string().optional(),
  files: z.array(z.string()),
  versionId: z.string().optional(),
});

/** See {@link deliveryViewSchema}. @public */
export type DeliveryView = z.infer<typeof deliveryViewSchema>;

/** Which version of its Promise a Resource runs. @public */
export const versionViewSchema = z.object({
  running: z.string().optional(),
  latest: z.string().optional().describe('newest one installed'),
  installed: z.array(z.string()).describe('newest first'),
  bound: z
    .string()
    .optional()
    .describe('what its ResourceBinding asks for; absent without a binding'),
  follows: z.boolean().describe('whether it takes new versions by itself'),
  upgrade: z
    .enum(['none', 'possible', 'running', 'failed'])
    .describe('possible: bound to a version, and a newer one is installed'),
  message: z.string().optional().describe('why an upgrade failed'),
});

/** See {@link versionViewSchema}. @public */
export type VersionView = z.infer<typeof versionViewSchema>;

/** A health record, as Kratix mirrors it into the Resource. @public */
export const healthRecordViewSchema = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  state: z.string(),
  lastRun: z.string().optional().describe('RFC 3339'),
  details: z.string().optional().describe('YAML'),
});

/** See {@link healthRecordViewSchema}. @public */
export type HealthRecordView = z.infer<typeof healthRecordViewSchema>;

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

/** A row in the table of requests. @public */
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

/** A requirement of a Promise. @public */
export const requirementSchema = z.object({
  name: z.string(),
  version: z.string().optional(),
  state: z.string(),
});

const placeSchema = z.enum(['cluster', 'repository']);

/** Where a view was read. */
const sourceSchema = placeSchema
  .default('cluster')
  .describe('repository: it says what is wanted, and knows no status');

/** Everything the Promise page shows. @public */
export const promiseViewSchema = z.object({
  source: sourceSchema,
  manifest: manifestSchema,
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
    })
    .optional(),
  templateRef: z.string().optional(),
  destinationSelectors: z.array(z.record(z.string(), z.string())),
  requirements: z.array(requirementSchema),
  conditions: z.array(conditionViewSchema),
  pipelines: z.array(pipelineViewSchema),
  runs: z.array(runViewSchema),
  events: z.array(eventViewSchema),
  resources: z.array(resourceSummarySchema),
  resourcesDenied: z
    .string()
    .optional()
    .describe('why some Resources may be missing from the list'),
  requiredBy: z.array(z.string()).describe('Promises that require this one'),
});

/** See {@link promiseViewSchema}. @public */
export type PromiseView = z.infer<typeof promiseViewSchema>;

/** Everything the Resource page shows. @public */
export const resourceViewSchema = z.object({
  source: sourceSchema,
  writes: placeSchema
    .default('cluster')
    .describe('where changes go: repository, by a commit'),
  manifest: manifestSchema,
  health: healthSchema,
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
  platform: z.string(),
  conditions: z.array(conditionViewSchema),
  pipelines: z.array(pipelineViewSchema),
  runs: z.array(runViewSchema),
  events: z.array(eventViewSchema),
  deliveries: z.array(deliveryViewSchema),
  deliveriesHidden: z
    .boolean()
    .describe('whether the credential may not see where it runs'),
  version: versionViewSchema,
  healthRecords: z.array(healthRecordViewSchema),
});

/** See {@link resourceViewSchema}. @public */
export type ResourceView = z.infer<typeof resourceViewSchema>;

/** Body of `POST /api/ske/v1/dry-run`. @public */
export const dryRunRequestSchema = z.object({
  manifest: z
    .string()
    .min(1)
    .max(1_500_000)
    .describe('one YAML or JSON document'),
  mode: z
    .enum(['create', 'update'])
    .default('create')
    .describe('create refuses a name that is taken'),
});

/** A problem with one field, or with the whole when `field` is absent. @public */
export const fieldProblemSchema = z.object({
  field: z.string().optional(),
  message: z.string(),
});

/** See {@link fieldProblemSchema}. @public */
export type FieldProblem = z.infer<typeof fieldProblemSchema>;

/** Answer of a dry run. @public */
export const dryRunResultSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('accepted'),
    manifest: manifestSchema,
    checkedBy: z
      .enum(['platform', 'repository'])
      .default('platform')
      .describe(
        'repository: nobody but the platform can tell more, and it could not be asked',
      ),
  }),
  z.object({
    outcome: z.literal('refused'),
    reason: z.enum(['invalid', 'taken', 'forbidden', 'conflict']),
    message: z.string(),
    problems: z.array(fieldProblemSchema),
  }),
]);

/** See {@link dryRunResultSchema}. @public */
export type DryRunResult = z.infer<typeof dryRunResultSchema>;

/** Query of `GET /api/ske/v1/log`. @public */
export const logQuerySchema = objectRefSchema.extend({
  namespace: z.string().min(1).optional(),
  pod: z.string().min(1),
  podNamespace: z.string().min(1),
  container: z.string().min(1),
  tailLines: z.coerce.number().int().min(1).max(2000).default(200),
  follow: z
    .enum(['true', 'false'])
    .default('false')
    .describe('answer with text as it is written, until the container ends'),
});

/** Body of `POST /api/ske/v1/upgrade`. @public */
export const upgradeRequestSchema = objectRefSchema.extend({
  version: z.string().min(1).describe('an installed version, or latest'),
});

/** Answer of `GET /api/ske/v1/log` without `follow`. @public */
export const logSchema = z.object({ text: z.string() });
