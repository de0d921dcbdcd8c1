import {
  labels,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';

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

/** Whether somebody paused it, by Kratix's label. */
export const isPaused = (manifest: Manifest) =>
  manifest.metadata.labels?.[labels.paused] === 'true';
