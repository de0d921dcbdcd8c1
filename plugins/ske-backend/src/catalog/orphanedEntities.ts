import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { identify } from '@syntasso/plugin-ske-common';
import { objectKey, type OfferedObjects } from '../entities/OfferedObjects';
import type { WatchedOfferings } from '../live/WatchedOfferings';
import { isRead } from './unreadableApis';
import type { WatchedResources } from './WatchedResources';

/**
 * References of entities that an earlier run has left in the catalog: their objects are
 * gone. What cannot be read now may still be there, so its entities are none of them.
 *
 * @param shown - the entities that the catalog shows of discovery's location
 * @param isPublished - whether an entity was published in this run
 */
export function findOrphanedEntities(
  shown: Entity[],
  isPublished: (ref: string) => boolean,
  {
    offerings,
    resources,
    objects,
  }: {
    offerings: WatchedOfferings;
    resources: WatchedResources;
    objects: OfferedObjects;
  },
): string[] {
  if (!offerings.informers.every(isRead)) return [];
  return shown
    .filter(entity => {
      if (isPublished(stringifyEntityRef(entity))) return false;
      const identity = identify(entity);
      if (identity.kind === 'invalid') return false;
      if (identity.kind !== 'resource') return true;
      const { ref } = identity;
      // Its entity is on its way to the catalog.
      if (objects.changed.has(objectKey(ref))) return false;
      return resources.informersOf(ref).every(isRead);
    })
    .map(entity => stringifyEntityRef(entity));
}
