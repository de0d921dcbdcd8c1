import { z } from 'zod';

/** What of an object does not come into the catalog as it is on the platform. @public */
export const entityProblemSchema = z.object({
  object: z.object({
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
  }),
  entity: z.string().describe('kind of the entity, such as Component'),
  field: z
    .string()
    .describe('what is left out, such as metadata.links; entity: all of it'),
  reason: z.string(),
  remedy: z.string(),
});

/** See {@link entityProblemSchema}. @public */
export type EntityProblem = z.infer<typeof entityProblemSchema>;

/** Problems of many objects. @public */
export const entityProblemsSchema = z.object({
  objects: z.number().describe('how many objects have a problem'),
  examples: z.array(entityProblemSchema).describe('some of their problems'),
});

/** See {@link entityProblemsSchema}. @public */
export type EntityProblems = z.infer<typeof entityProblemsSchema>;
