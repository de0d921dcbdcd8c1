import { z } from 'zod';

/** What a health check of a Resource found, as Kratix mirrors it into the Resource. @public */
export const healthRecordSchema = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  state: z.string(),
  lastRun: z.string().optional().describe('RFC 3339'),
  outdatedBy: z
    .enum(['change', 'run'])
    .optional()
    .describe('what has happened to the Resource since it was checked'),
  details: z.string().optional().describe('a sentence, or YAML'),
});

/** See {@link healthRecordSchema}. @public */
export type HealthRecord = z.infer<typeof healthRecordSchema>;
