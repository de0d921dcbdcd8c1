import { z } from 'zod';

/**
 * Types of what search finds of ours. Each is guarded by one permission: `resource` by
 * that to read Resources, `entity` by the catalog's.
 *
 * @public
 */
export const searchTypes = {
  resource: 'kratix-resource',
  entity: 'kratix-entity',
} as const;

/** A Promise or Resource as search finds it. @public */
export const foundDocumentSchema = z.object({
  title: z.string(),
  text: z.string(),
  location: z.string(),
  kind: z.string(),
  namespace: z.string().describe('on the platform; empty for a Promise'),
  promise: z.string(),
  owner: z.string(),
  health: z.string().describe('a state, or empty where none is known'),
  spec: z
    .string()
    .describe(
      'what was asked for: a field and its value a line, without secrets',
    ),
});

/** See {@link foundDocumentSchema}. @public */
export type FoundDocument = z.infer<typeof foundDocumentSchema>;
