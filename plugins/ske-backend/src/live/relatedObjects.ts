import { at, type Manifest, type Related } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { RelatedObjects } from '../views/resourceView';
import { byJob, byOwner, byWork, ownerKey } from './indexes';
import type { LivePlatform } from './LivePlatform';

/** Everything below a Resource, or `starting` while some of it is not read yet. */
export function findRelatedObjects(
  live: LivePlatform,
  promise: string,
  resource: Manifest,
): RelatedObjects | 'starting' {
  const { name, namespace = 'default' } = resource.metadata;
  const bindings = live.in(namespace, 'bindings');
  const works = live.in(namespace, 'works');
  const placements = live.in(namespace, 'workPlacements');
  const jobs = live.in(namespace, 'jobs');
  const pods = live.in(namespace, 'pods');
  const all = [
    ...[live.revisions, live.destinations, bindings],
    ...[works, placements, jobs, pods],
  ];
  if (all.some(informer => informer.state.kind === 'starting')) {
    return 'starting';
  }
  const owner = ownerKey(promise, { namespace, name });
  const owned = (informer: SharedInformer) =>
    informer.store.byIndex(byOwner, owner).sort(byName);
  return {
    related: [works, placements].every(visible)
      ? relatedOf(live, owned(works), placements)
      : undefined,
    jobs: owned(jobs),
    podsOf: job => podsOf(pods, job),
    events: live.events(resource).store.list(),
    binding: owned(bindings)[0],
    revisions: live.revisions.store
      .list()
      .filter(r => at(r, 'spec', 'promiseRef', 'name') === promise),
  };
}

/** The Pods of a Job. */
export const podsOf = (pods: SharedInformer, job: Manifest) =>
  pods.store.byIndex(byJob, `${job.metadata.namespace}/${job.metadata.name}`);

/** Works and what became of them. Destinations may be out of sight. */
const relatedOf = (
  live: LivePlatform,
  works: Manifest[],
  placements: SharedInformer,
): Related => ({
  works,
  workPlacements: works.flatMap(work =>
    placements.store
      .byIndex(byWork, `${work.metadata.namespace}/${work.metadata.name}`)
      .sort(byName),
  ),
  destinations: live.destinations.store.list(),
});

/** Known, or known once. */
const visible = ({ state, store }: SharedInformer) =>
  state.kind === 'live' ||
  state.kind === 'absent' ||
  (store.list().length > 0 && !(state.kind === 'stale' && state.incomplete));

const byName = (a: Manifest, b: Manifest) =>
  a.metadata.name.localeCompare(b.metadata.name);
