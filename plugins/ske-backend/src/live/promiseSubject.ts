import {
  at,
  labels,
  promiseApiOf,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import { promiseView } from '../views/promiseView';
import { podsOf } from './belongings';
import { byOwner, ownerKey } from './indexes';
import type { LivePlatform } from './LivePlatform';
import {
  freshnessOf,
  type Dependency,
  type Picture,
  type Subject,
} from './LiveSource';
import { deniedBy, refused } from './refused';

/** Where Kratix runs the pipelines of Promises. */
const PIPELINES = 'kratix-platform-system';

const NAMESPACES_TRIED = 25;

/** A Promise with the requests made from it. */
export function promiseSubject(
  live: LivePlatform,
  name: string,
  viewer: Viewer,
): Subject {
  const find = () => {
    const promise = live.promises.store.get(undefined, name);
    const api = promiseApiOf(promise);
    return { promise, informers: api ? resourcesOf(live, name, api) : [] };
  };
  const mine = (object: Manifest) =>
    at(object, 'metadata', 'labels', labels.promiseName) === name &&
    at(object, 'metadata', 'labels', labels.workflowType) === 'promise';

  return {
    dependencies() {
      const { promise, informers } = find();
      const all: Dependency[] = [
        { informer: live.promises, concerns: o => o.metadata.name === name },
        ...informers.map(informer => ({ informer })),
      ];
      if (promise) {
        all.push(
          { informer: live.in(PIPELINES, 'jobs'), concerns: mine },
          { informer: live.in(PIPELINES, 'pods'), concerns: mine },
          { informer: live.events(promise) },
        );
      }
      return all;
    },

    draw(): Picture {
      const { promise, informers } = find();
      const states = [live.promises, ...informers].map(i => i.state);
      if (states.some(s => s.kind === 'starting')) return { kind: 'starting' };
      const freshness = freshnessOf(states);
      const denial = deniedBy([live.promises]);
      if (denial) {
        return { kind: 'known', freshness, event: refused(denial) };
      }
      if (!promise) {
        if (freshness.state === 'stale') return { kind: 'unknown', freshness };
        return {
          kind: 'known',
          freshness,
          event: {
            kind: 'gone',
            message: `Promise ${name} is not on the platform: it was removed, or never there.`,
          },
        };
      }
      const refusal = viewer.promiseRefusal(promise);
      if (refusal) {
        return { kind: 'known', freshness, event: refused(refusal) };
      }
      const jobs = live.in(PIPELINES, 'jobs').store;
      return {
        kind: 'known',
        freshness,
        event: {
          kind: 'promise',
          view: promiseView({
            promise,
            platform: live.name,
            resources: informers
              .flatMap(informer => informer.store.list())
              .filter(resource => !viewer.resourceRefusal(resource, promise))
              .sort(byName),
            resourcesDenied: deniedBy(informers)?.message,
            entityRefOf: resource => live.entities.componentRef(resource),
            templateRef: live.entities.templateRef(promise),
            jobs: jobs.byIndex(byOwner, ownerKey(name)).filter(mine),
            podsOf: job => podsOf(live.in(PIPELINES, 'pods'), job),
            events: live.events(promise).store.list(),
          }),
        },
      };
    },
  };
}

/**
 * The watches on a Promise's Resources: one on all of them, and where the
 * credential may not have that, those of the namespaces the catalog knows.
 */
function resourcesOf(live: LivePlatform, promise: string, api: PromiseApi) {
  const all = live.allResources(api);
  if (all.every(({ state }) => state.kind !== 'denied')) return all;
  const each = live.entities
    .namespacesOf(promise)
    .slice(0, NAMESPACES_TRIED)
    .map(namespace => live.resources(api, namespace));
  return [...all, ...each];
}

const byName = (a: Manifest, b: Manifest) =>
  a.metadata.name.localeCompare(b.metadata.name) ||
  (a.metadata.namespace ?? '').localeCompare(b.metadata.namespace ?? '');
