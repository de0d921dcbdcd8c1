import { z } from 'zod';
import { nameSchemas } from '../kubernetes/nameSchemas';

/** The most values in one answer. @public */
export const MOST_OPTIONS = 500;

/** The field of a Promise's form that needs values to choose from. @public */
export const optionsQuerySchema = z.object({
  promise: nameSchemas.object.describe('name of the Promise whose form it is'),
  field: z
    .string()
    .max(2_000)
    .describe('path of the field, such as spec.users[].namespace'),
});

/** Values to choose from, in order. @public */
export const optionsSchema = z.object({
  items: z.array(z.string()).max(MOST_OPTIONS),
  /** Whether there are more than these. */
  more: z.boolean(),
});

/** See {@link optionsSchema}. @public */
export type OptionsAnswer = z.infer<typeof optionsSchema>;
