import {
  at,
  conditionsOf,
  healthOf,
  healthRecordsOf,
  pipelinesOf,
  placementsOf,
  stagesOf,
  type Manifest,
  type OfferedResource,
  type Offering,
  type Related,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Watches } from '../../live/ClusterEngine';
import type { Dependency } from '../../live/LiveSource';
import type { ResourceDetails } from '../../views/resourceView';
import { makeRunViews } from './runs';
import { makeVersionView } from './versions';
import {
  byOwner,
  byWork,
  kratixWatches,
  ownerKey,
  ownersOf,
  podsOf,
  type KratixWatches,
} from './watches';

/** What says how a Resource is doing, besides itself. */
export function resourceDependencies(
  watches: Watches,
  { name: promise }: Offering,
  { namespace, name }: { namespace: string; name: string },
): Dependency[] {
  const informers = kratixWatches(watches, namespace);
  const owner = ownerKey(promise, { namespace, name });
  const concerns = (object: Manifest) => ownersOf(object).includes(owner);
  return [
    {
      watch: informers.revisions,
      concerns: revision => isRevisionOf(revision, promise),
    },
    { watch: informers.bindings, concerns },
    { watch: informers.works, concerns },
    {
      watch: informers.workPlacements,
      concerns: placement =>
        placement.metadata.namespace === namespace &&
        at(placement, 'spec', 'resourceName') === name,
    },
    { watch: informers.destinations },
    { watch: informers.jobs, concerns },
    { watch: informers.pods, concerns },
  ];
}

/** What Kratix has made of a Resource, or `starting` while some of it is not read yet. */
export function resourceDetails(
  watches: Watches,
  { offering, resource }: OfferedResource,
): ResourceDetails | 'starting' {
  const { name, namespace = 'default' } = resource.metadata;
  const informers = kratixWatches(watches, namespace);
  if (Object.values(informers).some(({ state }) => state.kind === 'starting')) {
    return 'starting';
  }
  const owner = ownerKey(offering.name, { namespace, name });
  const listOwned = (informer: SharedInformer) =>
    informer.store.byIndex(byOwner, owner).sort(byName);
  // When the Works may not be seen, health speaks of the object only.
  const related = [informers.works, informers.workPlacements].every(isVisible)
    ? relatedOf(informers, listOwned(informers.works))
    : undefined;
  return {
    health: healthOf(resource, related),
    stages: stagesOf(resource, related),
    conditions: conditionsOf(resource),
    pipelines: pipelinesOf(resource),
    runs: makeRunViews(listOwned(informers.jobs), job =>
      podsOf(informers.pods, job),
    ),
    placements: related ? placementsOf(related) : [],
    placementsHidden: related === undefined,
    version: makeVersionView({
      resource,
      offering,
      binding: listOwned(informers.bindings)[0],
      revisions: informers.revisions.store
        .list()
        .filter(revision => isRevisionOf(revision, offering.name)),
    }),
    healthRecords: healthRecordsOf(resource),
  };
}

const isRevisionOf = (revision: Manifest, promise: string) =>
  at(revision, 'spec', 'promiseRef', 'name') === promise;

/** The Works of a Resource and where they went. Destinations may not be readable. */
const relatedOf = (informers: KratixWatches, works: Manifest[]): Related => ({
  works,
  workPlacements: works.flatMap(work =>
    informers.workPlacements.store
      .byIndex(byWork, `${work.metadata.namespace}/${work.metadata.name}`)
      .sort(byName),
  ),
  destinations: informers.destinations.store.list(),
});

/** Whether the watch has all objects, of now or of when it was live. */
const isVisible = ({ state, store }: SharedInformer) =>
  state.kind === 'live' ||
  state.kind === 'absent' ||
  (store.list().length > 0 && !(state.kind === 'stale' && state.incomplete));

const byName = (a: Manifest, b: Manifest) =>
  a.metadata.name.localeCompare(b.metadata.name);
