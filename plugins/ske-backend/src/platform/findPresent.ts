import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import { findWatchedResource } from '../live/findWatchedResource';
import type { Platform } from './Platform';

/**
 * A Resource, for deciding whether somebody may see or operate it; undefined where it is
 * not there. What a watch has is not read again: lists and searches ask about many at once.
 *
 * @throws NotAllowedError, ServiceUnavailableError where it has to be read
 */
export async function findPresent(
  platform: Platform,
  ref: ObjectRef,
): Promise<Manifest | undefined> {
  const { cluster } = platform;
  const watched = cluster && findWatchedResource(cluster.live, ref);
  switch (watched?.state) {
    case 'there':
      return watched.resource;
    case 'gone':
      // Where writes go to a repository the cluster may not have it yet.
      return platform === cluster ? undefined : platform.getWritten(ref);
    default:
      return platform.get(ref).catch(ifNotFound);
  }
}
