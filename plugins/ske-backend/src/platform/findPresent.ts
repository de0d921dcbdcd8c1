import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import { findWatchedResource } from '../live/findWatchedResource';
import type { Platform } from './Platform';

/**
 * A Resource as far as it decides who may see it; undefined where it is not there. Where a
 * watch has it nothing is read: many are decided about at once. The answer is the same
 * whether a watch runs or not, so watches count only where the platform reads its cluster.
 *
 * @throws NotAllowedError, ServiceUnavailableError where it has to be read
 */
export async function findPresent(
  platform: Platform,
  ref: ObjectRef,
): Promise<Manifest | undefined> {
  const { cluster, readsFrom } = platform;
  const watched =
    readsFrom === 'cluster' && cluster
      ? findWatchedResource(cluster.live, ref)
      : undefined;
  switch (watched?.state) {
    case 'there':
      return watched.resource;
    case 'gone':
      return undefined;
    default:
      return platform.get(ref).catch(ifNotFound);
  }
}
