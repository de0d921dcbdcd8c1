import type {
  EntityProblem,
  Manifest,
  Offering,
  OfferingView,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import { objectKey } from '../entities/OfferedObjects';
import type { ClusterWatches } from './ClusterWatches';

/** Most Resources whose problems are listed. */
const MOST_EXAMPLES = 5;

/**
 * Why an offering or its Resources are not in the catalog, or not with all fields. Only
 * Resources that the viewer may see are named. Undefined where all is well.
 */
export function findCatalogProblems(
  live: ClusterWatches,
  offering: Offering,
  viewer: Viewer,
): OfferingView['catalogProblems'] {
  const { reports, objects } = live.entities;
  const offeringKey = objectKey(offering.ref);
  const own = reports.problemsOf(offeringKey);
  const resourceKeys = [...reports.keysOf(offeringKey)].filter(
    key => key !== offeringKey,
  );
  // The names were read with Backstage's credential; this one may see fewer of them.
  const informers = resourceKeys.length > 0 ? live.allResources(offering) : [];
  const isVisible = (resource: Manifest) =>
    informers.some(({ store }) =>
      store.get(resource.metadata.namespace, resource.metadata.name),
    ) && !viewer.resourceRefusal({ offering, resource });
  let count = 0;
  const examples: EntityProblem[] = [];
  for (const key of resourceKeys) {
    const resource = objects.resourceAt(key)?.resource;
    if (!resource || !isVisible(resource)) continue;
    count += 1;
    if (count <= MOST_EXAMPLES) examples.push(...reports.problemsOf(key));
  }
  return own.length + count > 0
    ? { own, resources: { objects: count, examples } }
    : undefined;
}
