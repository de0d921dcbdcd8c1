import type { Manifest } from '@syntasso/plugin-ske-common';

/**
 * The manifest for the API server. With a resourceVersion it changes that version of the
 * object only; without one, whichever there is.
 */
export function withResourceVersion(
  manifest: Manifest,
  resourceVersion: string | undefined,
): Manifest {
  const { resourceVersion: _, generation: __, ...metadata } = manifest.metadata;
  return {
    ...manifest,
    metadata: {
      ...metadata,
      ...(resourceVersion ? { resourceVersion } : {}),
    } as Manifest['metadata'],
  };
}
