import { z } from 'zod';

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
  state: z
    .enum(['running', 'succeeded', 'failed', 'stopped'])
    .describe('stopped: a newer run has taken its place'),
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
    .enum(['none', 'possible', 'running', 'failed', 'notInstalled'])
    .describe(
      'possible: bound to a version, and a newer one is installed; notInstalled: it is to run a version that is not there',
    ),
  wanted: z
    .string()
    .optional()
    .describe('the version of an upgrade that runs, failed or cannot begin'),
  message: z.string().optional().describe('why an upgrade failed'),
});

/** See {@link versionViewSchema}. @public */
export type VersionView = z.infer<typeof versionViewSchema>;
