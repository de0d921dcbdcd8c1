import type { JsonObject } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';

/**
 * A Promise of this kind of Resources, as the platform has it. Its name is the kind in
 * small letters.
 *
 * @param given.group - API group of the Resources; default: `own.example.org`
 * @param given.properties - what the schema of a Resource has, such as `spec`
 */
export function promiseOf(
  kind: string,
  given: {
    group?: string;
    metadata?: Partial<Manifest['metadata']>;
    properties?: JsonObject;
    status?: Manifest['status'];
  } = {},
): Manifest {
  const name = kind.toLowerCase();
  const { group = 'own.example.org', properties } = given;
  const openAPIV3Schema = properties ? { type: 'object', properties } : {};
  return {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: {
      ...{ name, uid: `uid-of-${name}`, generation: 1 },
      ...given.metadata,
    },
    spec: {
      api: {
        spec: {
          group,
          names: { kind, plural: `${name}s` },
          versions: [{ name: 'v1', schema: { openAPIV3Schema } }],
        },
      },
    },
    status: given.status,
  };
}
