import { z } from 'zod';
import { manifestSchema, objectRefSchema } from '../kubernetes/manifest';
import { nameSchemas } from '../kubernetes/nameSchemas';
import { operationNamesSchema } from '../offerings/Offering';

/** What `GET /api/ske/resource` is about, and body of `POST /api/ske/delete-resource`. @public */
export const resourceQuerySchema = objectRefSchema.extend({
  namespace: nameSchemas.namespace
    .default('default')
    .describe('metadata.namespace; "default" when absent'),
});

/** See {@link resourceQuerySchema}. @public */
export type ResourceQuery = z.infer<typeof resourceQuerySchema>;

/** Query of `GET /api/ske/resource`: {@link resourceQuerySchema}, and `raw`. @public */
export const resourceReadQuerySchema = resourceQuerySchema.extend({
  raw: z
    .enum(['true', 'false'])
    .default('false')
    .describe('with secrets, where app-config and permissions allow it'),
});

/** Body of `POST /api/ske/v1/dry-run`. @public */
export const dryRunRequestSchema = z.object({
  manifest: z
    .string()
    .min(1)
    .max(1_500_000)
    .describe('one YAML or JSON document'),
  mode: z
    .enum(['create', 'update'])
    .default('create')
    .describe('create refuses a name that is taken'),
});

/** A problem with one field, or with the whole when `field` is absent. @public */
export const fieldProblemSchema = z.object({
  field: z.string().optional(),
  message: z.string(),
});

/** See {@link fieldProblemSchema}. @public */
export type FieldProblem = z.infer<typeof fieldProblemSchema>;

/** Answer of a dry run. @public */
export const dryRunResultSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('accepted'),
    manifest: manifestSchema,
    checkedBy: z
      .enum(['platform', 'repository'])
      .default('platform')
      .describe(
        'repository: nobody but the platform can tell more, and it could not be asked',
      ),
  }),
  z.object({
    outcome: z.literal('refused'),
    reason: z.enum(['invalid', 'taken', 'forbidden', 'conflict']),
    message: z.string(),
    problems: z.array(fieldProblemSchema),
  }),
]);

/** See {@link dryRunResultSchema}. @public */
export type DryRunResult = z.infer<typeof dryRunResultSchema>;

/** Query of `GET /api/ske/v1/log`. @public */
export const logQuerySchema = objectRefSchema.extend({
  pod: nameSchemas.object,
  podNamespace: nameSchemas.namespace,
  container: nameSchemas.container,
  tailLines: z.coerce.number().int().min(1).max(2000).default(200),
  follow: z
    .enum(['true', 'false'])
    .default('false')
    .describe('answer with text as it is written, until the container ends'),
});

/** Body of `POST /api/ske/v1/upgrade`. @public */
export const upgradeRequestSchema = objectRefSchema.extend({
  version: nameSchemas.promiseVersion.describe(
    'an installed version, or latest',
  ),
});

/** Body of `POST /api/ske/v1/operable`: the Resources of a list. @public */
export const operableRequestSchema = z.object({
  refs: objectRefSchema.array().min(1).max(100),
});

/** Answer of `POST /api/ske/v1/operable`, in the order of the `refs`. @public */
export const operableSchema = z.object({
  items: z
    .object({
      ref: objectRefSchema,
      operations: operationNamesSchema.describe(
        'those that the caller may do; empty for a Resource that is hidden from them or absent',
      ),
    })
    .array(),
});

/** Which operations somebody may do to a Resource. @public */
export type OperableResource = z.infer<typeof operableSchema>['items'][number];

/** Answer of `GET /api/ske/v1/log` without `follow`. @public */
export const logSchema = z.object({ text: z.string() });
