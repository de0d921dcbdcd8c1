import {
  conditionsOf,
  healthRecordsOf,
  pipelinesOf,
  placementsOf,
  problemBehindPause,
  stagesOf,
  type Health,
  type Manifest,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Watches } from '../../live/ClusterEngine';
import type { Dependency } from '../../live/LiveSource';
import type { ResourceDetails } from '../../views/resourceView';
import { makeRunViews } from './runs';
import { periodicRunOf } from './periodicRun';
import {
  healthDependenciesOf,
  healthWithRelated,
  relatedOfResource,
} from './relatedObjects';
import { preview, previewDependencies } from './preview';
import { isRevisionOf, makeVersionView } from './versions';
import {
  byOwner,
  byPromise,
  kratixWatches,
  ownerKey,
  ownersOf,
  podsOf,
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
    ...healthDependenciesOf(
      watches,
      namespace,
      ({ offering, resource }) =>
        offering === promise &&
        resource?.namespace === namespace &&
        resource.name === name,
    ),
    ...previewDependencies(watches),
    { watch: informers.jobs, concerns },
    { watch: informers.pods, concerns },
  ];
}

/** What Kratix has made of a Resource, or `starting` while some of it is not read yet. */
export function resourceDetails(
  watches: Watches,
  { offering, resource }: OfferedResource,
  show: (health: Health) => Health,
): ResourceDetails | 'starting' {
  const { name, namespace = 'default' } = resource.metadata;
  const informers = kratixWatches(watches, namespace);
  if (Object.values(informers).some(({ state }) => state.kind === 'starting')) {
    return 'starting';
  }
  const owner = ownerKey(offering.name, { namespace, name });
  const listOwned = (informer: SharedInformer) =>
    informer.store.byIndex(byOwner, owner);
  // When the Works may not be seen, health speaks of the object only, and says so.
  const related = relatedOfResource(watches, { offering, resource });
  const health = show(healthWithRelated(resource, related));
  return {
    health,
    problem: problemBehindPause(resource, related),
    stages: stagesOf(resource, related, health),
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
      revisions: informers.revisions.store.byIndex(byPromise, offering.name),
    }),
    healthRecords: healthRecordsOf(resource),
    periodicRun: periodicRunOf(resource, offering),
    canPreview: preview.isOffered(watches),
  };
}
