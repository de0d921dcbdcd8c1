import { isDeepStrictEqual } from 'node:util';
import {
  annotations,
  at,
  conditionTypes,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { Change } from '@syntasso/plugin-ske-node';

/** Whether only what the controller itself says on a Promise has changed. */
export const isOwnChange = (change: Change): boolean =>
  change.kind === 'modified' &&
  isDeepStrictEqual(withoutOwn(change.previous), withoutOwn(change.object));

const OWN_TYPES: readonly unknown[] = Object.values(conditionTypes);

function withoutOwn({ metadata, status, ...rest }: Manifest) {
  const { resourceVersion: _, annotations: given, ...metadataLeft } = metadata;
  const others = { ...given };
  delete others[annotations.portalEntityUrl];
  return {
    ...rest,
    metadata: { ...metadataLeft, annotations: others },
    status: {
      ...status,
      conditions: objectsOf(at(status, 'conditions')).filter(
        ({ type }) => !OWN_TYPES.includes(type),
      ),
    },
  };
}
