import { z } from 'zod';
import { objectRefSchema } from '../kubernetes/manifest';
import { nameSchemas } from '../kubernetes/nameSchemas';

/** All that a request can ask for. @public */
export const requestActions = ['Request', 'Update', 'Delete'] as const;

/** What a request asks for. @public */
export const requestActionSchema = z.enum(requestActions);

/** See {@link requestActionSchema}. @public */
export type RequestAction = z.infer<typeof requestActionSchema>;

/**
 * A pull (merge) request at its host. `review` and `checks` are what people and
 * pipelines say about it, as far as the host reports that.
 *
 * @public
 */
export const pullRequestSchema = z.object({
  url: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
  review: z
    .enum(['none', 'approved', 'changesRequested'])
    .default('none')
    .describe('what reviewers said last'),
  checks: z
    .enum(['none', 'running', 'passing', 'failing'])
    .default('none')
    .describe('what pipelines said last'),
  conflicts: z
    .boolean()
    .default(false)
    .describe('whether it cannot be merged as it is'),
  endedAt: z
    .string()
    .optional()
    .describe('when it was merged or closed, RFC 3339'),
});

/** See {@link pullRequestSchema}. @public */
export type PullRequest = z.infer<typeof pullRequestSchema>;

/**
 * How a request stands. `recorded`: written down, not known to be sent yet.
 * `sent`: the platform, repository or reviewers have it. `landed`: the Resource
 * is there, and not settled yet. `done`: nothing is waited for any more; its
 * outcome says how it ended.
 *
 * @public
 */
export const requestStateSchema = z.enum([
  'recorded',
  'sent',
  'landed',
  'done',
]);

/** See {@link requestStateSchema}. @public */
export type RequestState = z.infer<typeof requestStateSchema>;

/**
 * How a request ended. `delivered`: handed over, where nothing shows what became
 * of it. `refused`: it was not taken. `lost`: Backstage stopped while sending and could not
 * finish by itself, it was not seen on the platform within seven days, or its Resource was
 * deleted before it was ready. `replaced`: the same was asked for again.
 *
 * @public
 */
export const requestOutcomeSchema = z.enum([
  'ready',
  'failed',
  'delivered',
  'deleted',
  'closed',
  'refused',
  'lost',
  'replaced',
]);

/** See {@link requestOutcomeSchema}. @public */
export type RequestOutcome = z.infer<typeof requestOutcomeSchema>;

/** A request: who made it, when, for what, and how it stands. @public */
export const requestRecordSchema = z.object({
  id: z.string(),
  promise: z.string().describe('name of the Promise'),
  ref: objectRefSchema,
  action: requestActionSchema,
  delivery: z.enum(['push', 'pull-request']),
  state: requestStateSchema,
  outcome: requestOutcomeSchema.optional(),
  message: z.string().optional().describe('why it ended so, for a person'),
  manifest: z
    .string()
    .optional()
    .describe('what was asked for, as YAML; secrets are masked'),
  before: z
    .string()
    .optional()
    .describe('what was there before, as YAML, for the difference'),
  secretsGiven: z
    .array(z.string())
    .optional()
    .describe(
      'paths of the fields whose secrets were typed in, such as `spec.password`; those of stored secrets that stay are not among them',
    ),
  requestedBy: z.string().optional().describe('entity reference'),
  taskId: z.string().optional().describe('of the scaffolder'),
  pullRequest: pullRequestSchema.optional(),
  requestsRepoUrl: z.string().optional(),
  entityRef: z
    .string()
    .optional()
    .describe('of the Component that stands for it until the Resource does'),
  recordedAt: z.string().describe('RFC 3339'),
  sentAt: z.string().optional(),
  landedAt: z.string().optional(),
  doneAt: z.string().optional(),
});

/** See {@link requestRecordSchema}. @public */
export type RequestRecord = z.infer<typeof requestRecordSchema>;

/**
 * Query of `GET /api/ske/v1/requests`: those of one Resource, newest first.
 *
 * @public
 */
export const requestsQuerySchema = objectRefSchema.extend({
  namespace: nameSchemas.namespace.default('default'),
});

/** Answer of `GET /api/ske/v1/requests`. @public */
export const requestsSchema = z.object({
  items: z.array(requestRecordSchema),
});

/** Whether a request is still on its way. @public */
export const isOpen = (record: Pick<RequestRecord, 'state'>) =>
  record.state === 'recorded' || record.state === 'sent';
