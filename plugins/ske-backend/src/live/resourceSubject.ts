import {
  at,
  skeResourcePermissions,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
  type Related,
} from '@syntasso/plugin-ske-common';
import { notAllowed, type Viewer } from '../access/Access';
import { refused } from './refused';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import { resourceView } from '../views/resourceView';
import {
  freshnessOf,
  type Dependency,
  type Picture,
  type Subject,
} from './LiveSource';
import {
  byJob,
  byOwner,
  byWork,
  ownerKey,
  type LivePlatform,
} from './LivePlatform';

/** A Resource, drawn from everything that hangs below it. */
export function resourceSubject(
  live: LivePlatform,
  ref: ObjectRef,
  viewer: Viewer,
): Subject {
  const { name, namespace = 'default' } = ref;

  const find = () => {
    const offer = live.offerOf(ref);
    const informer = offer && live.resources(offer.api);
    return { offer, informer, object: informer?.store.get(namespace, name) };
  };

  const labelled = (promise: string) => (object: Manifest) =>
    object.metadata.namespace === namespace &&
    at(object, 'metadata', 'labels', 'kratix.io/promise-name') === promise &&
    at(object, 'metadata', 'labels', 'kratix.io/resource-name') === name;

  return {
    dependencies() {
      const { offer, informer, object } = find();
      const all: Dependency[] = [{ informer: live.promises }];
      if (!offer || !informer) return all;
      const promise = offer.promise.metadata.name;
      all.push(
        {
          informer,
          concerns: o =>
            o.metadata.name === name && o.metadata.namespace === namespace,
        },
        { informer: live.works, concerns: labelled(promise) },
        {
          informer: live.workPlacements,
          concerns: o =>
            o.metadata.namespace === namespace &&
            at(o, 'spec', 'resourceName') === name,
        },
        { informer: live.destinations },
        { informer: live.jobs, concerns: labelled(promise) },
        { informer: live.pods, concerns: labelled(promise) },
      );
      if (object) all.push({ informer: live.events(object) });
      return all;
    },

    draw(): Picture {
      const { offer, informer, object } = find();
      const primary = [live.promises, ...(informer ? [informer] : [])];
      const states = primary.map(i => i.state);
      const freshness = freshnessOf(states);
      if (states.some(s => s.kind === 'starting')) {
        return { kind: 'starting' };
      }
      if (!offer || !informer || !object) {
        if (freshness.state === 'stale') return { kind: 'unknown', freshness };
        return {
          kind: 'known',
          freshness,
          event: {
            kind: 'gone',
            message: whyGone(ref, offer !== undefined, informer),
          },
        };
      }
      const secondary = [
        live.works,
        live.workPlacements,
        live.destinations,
        live.jobs,
        live.pods,
      ];
      if (secondary.some(i => i.state.kind === 'starting')) {
        return { kind: 'starting' };
      }
      const { promise } = offer;
      if (!viewer.seesResource(object, promise.metadata.name)) {
        const error = notAllowed(skeResourcePermissions.read, object);
        return { kind: 'known', freshness, event: refused(error) };
      }
      const owner = ownerKey(promise.metadata.name, { namespace, name });
      return {
        kind: 'known',
        freshness,
        event: {
          kind: 'resource',
          view: resourceView({
            resource: object,
            platform: live.name,
            promise,
            entityRef: live.entities.componentRef(object),
            promiseEntityRef: live.entities.componentRef(promise),
            templateRef: live.entities.templateRef(promise),
            related: relatedOf(live, owner),
            jobs: live.jobs.store.byIndex(byOwner, owner),
            podsOf: job => podsOf(live, job),
            events: live.events(object).store.list(),
          }),
        },
      };
    },
  };
}

/** The Pods of a Job. */
export const podsOf = (live: LivePlatform, job: Manifest) =>
  live.pods.store.byIndex(
    byJob,
    `${job.metadata.namespace}/${job.metadata.name}`,
  );

/** Works and what became of them; undefined when the credential may not see them. */
function relatedOf(live: LivePlatform, owner: string): Related | undefined {
  const visible = (informer: SharedInformer) =>
    informer.state.kind === 'live' ||
    informer.state.kind === 'absent' ||
    informer.store.list().length > 0;
  const needed = [live.works, live.workPlacements, live.destinations];
  if (!needed.every(visible)) return undefined;
  const works = live.works.store
    .byIndex(byOwner, owner)
    .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  return {
    works,
    workPlacements: works.flatMap(work =>
      live.workPlacements.store
        .byIndex(byWork, `${work.metadata.namespace}/${work.metadata.name}`)
        .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name)),
    ),
    destinations: live.destinations.store.list(),
  };
}

function whyGone(
  ref: ObjectRef,
  offered: boolean,
  informer: SharedInformer | undefined,
): string {
  const { group } = splitApiVersion(ref.apiVersion);
  if (!offered) {
    return `No Promise on the platform offers ${ref.kind} (${group}) any more. Its Resources went with it.`;
  }
  if (informer?.state.kind === 'absent') {
    return `The API of ${ref.kind} (${group}) is not installed on the platform any more.`;
  }
  return `${ref.kind} ${ref.namespace ?? 'default'}/${
    ref.name
  } is not on the platform: it was deleted, or never there.`;
}
