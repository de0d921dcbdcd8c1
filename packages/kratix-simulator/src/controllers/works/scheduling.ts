import { at, isObject, type Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { KRATIX } from '../../runtime/names';

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

/** Whether a Destination has the wanted labels and may be used. */
export function matches(destination: Manifest, wanted: Record<string, string>) {
  if (destination.metadata.deletionTimestamp) return false;
  const labels = destination.metadata.labels ?? {};
  if (labels[`${KRATIX}dry-run`] === 'true') return false;
  const keys = Object.keys(wanted);
  if (keys.length === 0) {
    const strict = at(destination, 'spec', 'strictMatchLabels') === true;
    return !(strict && Object.keys(labels).length > 0);
  }
  return keys.every(key => labels[key] === wanted[key]);
}
