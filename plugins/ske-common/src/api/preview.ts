import { z } from 'zod';
import { healthSchema } from '../health/healthSchema';
import { dryRunRequestSchema } from './operations';
import { pipelineStatusSchema } from '../health/status';

/** Body of `POST /api/ske/v1/preview`. @public */
export const previewRequestSchema = dryRunRequestSchema;

/** One file that the pipelines of a request write. @public */
export const previewFileSchema = z.object({
  path: z.string().describe('below the pipeline: `configure/app.yaml`'),
  change: z.enum(['added', 'changed', 'removed', 'unchanged']),
  before: z
    .string()
    .optional()
    .describe(
      'its text now, without secrets; absent where it is new, or stays as it is',
    ),
  after: z
    .string()
    .optional()
    .describe('its text afterwards; absent where it is removed'),
  omitted: z
    .enum(['tooLarge', 'noRoomLeft', 'notText', 'unreadable', 'hasSecrets'])
    .optional()
    .describe('why neither text is here'),
});

/** See {@link previewFileSchema}. @public */
export type PreviewFile = z.infer<typeof previewFileSchema>;

/** A part of a preview that failed: that of another Promise, which the request needs. @public */
export const previewFailureSchema = z.object({
  promise: z.string(),
  name: z.string(),
  message: z.string().optional(),
});

/**
 * One line of the answer of `POST /api/ske/v1/preview`, which is one JSON document a
 * line. The last one is not `running`.
 *
 * @public
 */
export const previewStateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('running'),
    pipelines: z.array(pipelineStatusSchema),
  }),
  z.object({
    kind: z.literal('done'),
    summary: z.string().optional().describe("the platform's own, Markdown"),
    files: z.array(previewFileSchema),
    filesOmitted: z.number().int().describe('files beyond the limit'),
    failures: z
      .array(previewFailureSchema)
      .describe('parts without which the preview is not complete'),
  }),
  z.object({
    kind: z.literal('failed'),
    reason: z
      .enum(['workflow', 'unanswered', 'tooSlow', 'error'])
      .describe(
        'workflow: its own failed; unanswered: the platform has not begun; tooSlow: it has not ended in time',
      ),
    health: healthSchema
      .optional()
      .describe('how the Resource of the dry run is doing'),
    message: z.string().optional(),
  }),
]);

/** See {@link previewStateSchema}. @public */
export type PreviewState = z.infer<typeof previewStateSchema>;
