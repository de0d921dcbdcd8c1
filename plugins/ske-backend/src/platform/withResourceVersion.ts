import type { DryRunResult, Manifest } from '@syntasso/plugin-ske-common';

/** What the API server made of a manifest, for people. */
export function acceptedResult(manifest: Manifest): DryRunResult {
  const { managedFields: _, ...metadata } = manifest.metadata;
  return {
    outcome: 'accepted',
    manifest: { ...manifest, metadata: metadata as Manifest['metadata'] },
    checkedBy: 'platform',
  };
}

/** The manifest for the API server, for this version of the object only. */
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
