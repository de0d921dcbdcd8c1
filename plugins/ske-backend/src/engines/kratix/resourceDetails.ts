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
  const of = kratixWatches(watches, namespace);
  const owner = ownerKey(promise, { namespace, name });
  const concerns = (object: Manifest) => ownersOf(object).includes(owner);
  return [
    {
      watch: of.revisions,
      concerns: revision => isRevisionOf(revision, promise),
    },
    { watch: of.bindings, concerns },
    { watch: of.works, concerns },
    {
      watch: of.workPlacements,
      concerns: placement =>
        placement.metadata.namespace === namespace &&
        at(placement, 'spec', 'resourceName') === name,
    },
    { watch: of.destinations },
    { watch: of.jobs, concerns },
    { watch: of.pods, concerns },
  ];
}

/** What Kratix has made of a Resource, or `starting` while some of it is not read yet. */
export function resourceDetails(
  watches: Watches,
  { offering, resource }: OfferedResource,
): ResourceDetails | 'starting' {
  const { name, namespace = 'default' } = resource.metadata;
  const of = kratixWatches(watches, namespace);
  if (Object.values(of).some(({ state }) => state.kind === 'starting')) {
    return 'starting';
  }
  const owner = ownerKey(offering.name, { namespace, name });
  const owned = (informer: SharedInformer) =>
    informer.store.byIndex(byOwner, owner).sort(byName);
  // When the Works may not be seen, health speaks of the object only.
  const related = [of.works, of.workPlacements].every(isVisible)
    ? relatedOf(of, owned(of.works))
    : undefined;
  return {
    health: healthOf(resource, related),
    stages: stagesOf(resource, related),
    conditions: conditionsOf(resource),
    pipelines: pipelinesOf(resource),
    runs: makeRunViews(owned(of.jobs), job => podsOf(of.pods, job)),
    placements: related ? placementsOf(related) : [],
    placementsHidden: related === undefined,
    version: makeVersionView({
      resource,
      offering,
      binding: owned(of.bindings)[0],
      revisions: of.revisions.store
        .list()
        .filter(revision => isRevisionOf(revision, offering.name)),
    }),
    healthRecords: healthRecordsOf(resource),
  };
}

const isRevisionOf = (revision: Manifest, promise: string) =>
  at(revision, 'spec', 'promiseRef', 'name') === promise;

/** The Works of a Resource and where they went. Destinations may not be readable. */
const relatedOf = (of: KratixWatches, works: Manifest[]): Related => ({
  works,
  workPlacements: works.flatMap(work =>
    of.workPlacements.store
      .byIndex(byWork, `${work.metadata.namespace}/${work.metadata.name}`)
      .sort(byName),
  ),
  destinations: of.destinations.store.list(),
});

/** Whether the watch has all objects, of now or of when it was live. */
const isVisible = ({ state, store }: SharedInformer) =>
  state.kind === 'live' ||
  state.kind === 'absent' ||
  (store.list().length > 0 && !(state.kind === 'stale' && state.incomplete));

const byName = (a: Manifest, b: Manifest) =>
  a.metadata.name.localeCompare(b.metadata.name);
