import { z } from 'zod';

/** A condition of the controller on a Promise. @public */
export const bindingConditionSchema = z.object({
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string(),
  message: z.string(),
});

/** How the catalog entities of one Promise and its Resources are kept. @public */
export const bindingViewSchema = z.object({
  promise: z.string(),
  portal: z
    .string()
    .optional()
    .describe('absent for what the label kratix.io/backstage binds'),
  binding: bindingConditionSchema,
  sync: bindingConditionSchema
    .optional()
    .describe('absent while it is not bound'),
  resources: z
    .object({ bound: z.number(), failed: z.number() })
    .describe(
      'how many Resources it has, and how many of them could not be written',
    ),
  lastSync: z
    .string()
    .optional()
    .describe('when this controller has last seen all well, RFC 3339'),
  lastError: z
    .object({ message: z.string(), time: z.string() })
    .optional()
    .describe('the last thing that went wrong, also when all is well again'),
});

/** See {@link bindingViewSchema}. @public */
export type BindingView = z.infer<typeof bindingViewSchema>;

/** Answer of the controller's `GET /v1/bindings`. @public */
export const bindingsSchema = z.object({
  /** Whether this replica is the one that works; only it knows. */
  leader: z.boolean(),
  bindings: z.array(bindingViewSchema),
});

/** See {@link bindingsSchema}. @public */
export type BindingsAnswer = z.infer<typeof bindingsSchema>;
