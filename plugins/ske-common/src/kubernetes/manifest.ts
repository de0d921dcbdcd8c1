import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { isObject } from './json';
import { nameSchemas } from './nameSchemas';

/** Tools write `creationTimestamp: null` into manifests. */
const time = z
  .string()
  .nullable()
  .transform(value => value ?? undefined);

const jsonObject = z.custom<JsonObject>(isObject, 'must be an object');

/** An object; a few APIs have a list there, which code that asks for fields finds empty. */
const jsonSpec = z.custom<JsonObject>(
  value => isObject(value) || Array.isArray(value),
  'must be an object',
);

/**
 * A Kubernetes object as the API server gives it: what this project reads is
 * named, everything else is kept.
 *
 * @public
 */
export const manifestSchema = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    generation: z.number().optional(),
    resourceVersion: z.string().optional(),
    creationTimestamp: time.optional(),
    deletionTimestamp: time.optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    finalizers: z.array(z.string()).optional(),
  }),
  spec: jsonSpec.optional(),
  status: jsonObject.optional(),
});

/** See {@link manifestSchema}. @public */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * What names one object on the platform.
 *
 * @public
 */
export const objectRefSchema = z.object({
  apiVersion: nameSchemas.apiVersion.describe(
    'group/version, for example marketplace.kratix.io/v1alpha1',
  ),
  kind: nameSchemas.kind.describe('Kind, capitalised as in the CRD'),
  name: nameSchemas.object.describe('metadata.name'),
  namespace: nameSchemas.namespace.optional().describe('metadata.namespace'),
});

/** See {@link objectRefSchema}. @public */
export type ObjectRef = z.infer<typeof objectRefSchema>;

/** The reference of an object. @public */
export function refOf(manifest: Manifest): ObjectRef {
  const { name, namespace } = manifest.metadata;
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    name,
    ...(namespace ? { namespace } : {}),
  };
}

/** The group and version of an `apiVersion`; the group of core kinds is ''. @public */
export function splitApiVersion(apiVersion: string) {
  const [first, second] = apiVersion.split('/');
  return second === undefined
    ? { group: '', version: first }
    : { group: first, version: second };
}
