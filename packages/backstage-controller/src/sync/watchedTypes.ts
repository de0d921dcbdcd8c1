import type { JsonObject } from '@backstage/types';
import {
  entityCustomizationNameOf,
  isBoundToPortal,
  portalCustomizationNamesOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { PlatformApi, Watch } from '../platform/PlatformApi';

/** Indexes of the watch on Promises. */
export const promiseIndexes = {
  portalCustomization: ({ metadata }: Manifest): string[] =>
    portalCustomizationNamesOf(metadata),
  entityCustomization: ({ metadata }: Manifest): string[] => {
    const name = entityCustomizationNameOf(metadata);
    return name === undefined ? [] : [name];
  },
  /** `yes` for those that are for a portal. */
  portal: ({ metadata }: Manifest): string[] =>
    isBoundToPortal(metadata) ? ['yes'] : [],
};

/** The watch on all Promises: labels come and go. */
export const watchPromises = (platform: PlatformApi): Watch =>
  platform.watch({
    type: resourceTypes.promises,
    indexes: promiseIndexes,
    keep: withoutDependencies,
  });

/** Dependencies are the longest part of a Promise, and say nothing about its entities. */
function withoutDependencies(promise: Manifest): Manifest {
  const spec: JsonObject = { ...promise.spec };
  delete spec.dependencies;
  return { ...promise, spec };
}
