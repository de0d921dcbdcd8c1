import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import { findWatchedResource } from '../live/findWatchedResource';
import type { Platform } from './Platform';

/**
 * A Resource, for deciding whether somebody may see or operate it; undefined where it is
 * not there. What a watch has is not read again: lists and searches ask about many at once.
 * The answer is the same whether a watch runs or not, so watches count only where the
 * platform reads its cluster.
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
