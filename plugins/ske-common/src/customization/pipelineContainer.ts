import { z } from 'zod';

/** A container of a Kratix pipeline: what this project reads is named, all else is kept. */
export const pipelineContainerSchema = z.looseObject({
  name: z.string().min(1),
  image: z.string().min(1),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
});

/** A container of a Kratix pipeline. @public */
export type PipelineContainer = z.infer<typeof pipelineContainerSchema>;
