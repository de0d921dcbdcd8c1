import type { DryRunResult, Manifest } from '@syntasso/plugin-ske-common';

/** The result of a dry run: the manifest as the API server would store it. */
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
