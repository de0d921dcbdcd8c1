import { z } from 'zod';
import { nameSchemas } from '../kubernetes/nameSchemas';

/** Query of `GET /api/ske/v1/namespace`: for a new Resource of that Promise. @public */
export const namespaceQuerySchema = z.object({
  promise: nameSchemas.object.describe('name of the Promise'),
  namespace: nameSchemas.namespace,
});

/** Whether the platform has a namespace. @public */
export const namespaceSchema = z.object({
  existence: z
    .enum(['found', 'missing', 'unknown'])
    .describe(
      'unknown: the credential may not read it, or there is no cluster to ask',
    ),
});

/** See {@link namespaceSchema}. @public */
export type NamespaceAnswer = z.infer<typeof namespaceSchema>;
