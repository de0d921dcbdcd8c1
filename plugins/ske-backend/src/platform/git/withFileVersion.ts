import type { Manifest } from '@syntasso/plugin-ske-common';
import type { ResourceFile } from './ResourceFiles';

/** The file as an object: its content decides its version, which a change names. */
export const withFileVersion = (
  { manifest, version }: ResourceFile,
  status?: Manifest['status'],
): Manifest => ({
  ...manifest,
  metadata: {
    ...manifest.metadata,
    namespace: manifest.metadata.namespace ?? 'default',
    resourceVersion: version,
  },
  ...(status ? { status } : {}),
});
