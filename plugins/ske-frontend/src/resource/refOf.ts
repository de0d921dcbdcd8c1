import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';

/** The reference of an object. */
export function refOf(manifest: Manifest): ObjectRef {
  const { name, namespace } = manifest.metadata;
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    name,
    ...(namespace ? { namespace } : {}),
  };
}
