import { z } from 'zod';

/**
 * The stages of a Resource from its request until it is ready, and those of the deletion of
 * a Resource or a Promise. `resources`, the deletion of its Resources, only a Promise has.
 *
 * @public
 */
export const stageNameSchema = z.enum([
  'accepted',
  'configure',
  'scheduled',
  'delivered',
  'ready',
  'finalPipeline',
  'resources',
  'cleanUp',
  'gone',
]);

/** See {@link stageNameSchema}. @public */
export type StageName = z.infer<typeof stageNameSchema>;

/**
 * How far one stage is. `blocked`: it waits for its Promise. `done` and `total` count
 * pipelines, Works or placements, where there is something to count; `at` is RFC 3339.
 *
 * @public
 */
export const stageSchema = z.object({
  name: stageNameSchema,
  state: z.enum([
    'waiting',
    'current',
    'paused',
    'blocked',
    'degraded',
    'unknown',
    'done',
    'failed',
  ]),
  at: z.string().optional(),
  done: z.number().optional(),
  total: z.number().optional(),
});

/** See {@link stageSchema}. @public */
export type ProgressStage = z.infer<typeof stageSchema>;
