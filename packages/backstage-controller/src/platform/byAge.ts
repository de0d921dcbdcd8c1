import type { Manifest } from '@syntasso/plugin-ske-common';

/** Sorts objects, the oldest first; by name where they are of the same second. */
export const byAge = (
  { metadata: a }: Manifest,
  { metadata: b }: Manifest,
): number =>
  (a.creationTimestamp ?? '').localeCompare(b.creationTimestamp ?? '') ||
  a.name.localeCompare(b.name);
