import { at, isObject, type Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { label } from '../../runtime/Cluster';
import { DRY_RUN_LABEL } from '../../runtime/names';

const ORDER = ['promise', 'promise-workflow'];

/** Merges all selectors of a group; those of the Promise override the others. */
export function mergeSelectors(
  selectors: JsonObject[],
): Record<string, string> {
  const rank = (s: JsonObject) => {
    const index = ORDER.indexOf(String(s.source));
    return index === -1 ? ORDER.length : index;
  };
  return Object.assign(
    {},
    ...[...selectors]
      .sort((a, b) => rank(b) - rank(a))
      .map(s => (isObject(s.matchLabels) ? s.matchLabels : {})),
  );
}

/**
 * Whether a Destination has the wanted labels and may be used. A Work of a dry run goes to
 * any Destination for dry runs, and only there.
 */
export function matches(
  work: Manifest,
  destination: Manifest,
  wanted: Record<string, string>,
) {
  if (destination.metadata.deletionTimestamp) return false;
  const isForDryRuns = label(destination, DRY_RUN_LABEL) === 'true';
  if (label(work, DRY_RUN_LABEL) === 'true') return isForDryRuns;
  if (isForDryRuns) return false;
  const labels = destination.metadata.labels ?? {};
  const keys = Object.keys(wanted);
  if (keys.length === 0) {
    const strict = at(destination, 'spec', 'strictMatchLabels') === true;
    return !(strict && Object.keys(labels).length > 0);
  }
  return keys.every(key => labels[key] === wanted[key]);
}
