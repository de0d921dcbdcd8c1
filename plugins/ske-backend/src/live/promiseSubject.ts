import {
  at,
  promiseApiOf,
  skePromiseReadPermission,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { notAllowed, type Viewer } from '../access/Access';
import { refused } from './refused';
import { promiseView } from '../views/promiseView';
import {
  freshnessOf,
  type Dependency,
  type Picture,
  type Subject,
} from './LiveSource';
import { byOwner, ownerKey, type LivePlatform } from './LivePlatform';
import { podsOf } from './resourceSubject';

/** A Promise with the requests made from it. */
export function promiseSubject(
  live: LivePlatform,
  name: string,
  viewer: Viewer,
): Subject {
  const find = () => {
    const promise = live.promises.store.get(undefined, name);
    const api = promiseApiOf(promise);
    return { promise, informer: api && live.resources(api) };
  };
  const mine = (object: Manifest) =>
    at(object, 'metadata', 'labels', 'kratix.io/promise-name') === name &&
    at(object, 'metadata', 'labels', 'kratix.io/workflow-type') === 'promise';

  return {
    dependencies() {
      const { promise, informer } = find();
      const all: Dependency[] = [
        { informer: live.promises, concerns: o => o.metadata.name === name },
      ];
      if (informer) all.push({ informer });
      if (promise) {
        all.push(
          { informer: live.jobs, concerns: mine },
          { informer: live.pods, concerns: mine },
          { informer: live.events(promise) },
        );
      }
      return all;
    },

    draw(): Picture {
      const { promise, informer } = find();
      const states = [
        live.promises.state,
        ...(informer ? [informer.state] : []),
      ];
      if (states.some(s => s.kind === 'starting')) return { kind: 'starting' };
      const freshness = freshnessOf(states);
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
      if (!viewer.seesPromise(promise)) {
        const error = notAllowed(skePromiseReadPermission, promise);
        return { kind: 'known', freshness, event: refused(error) };
      }
      return {
        kind: 'known',
        freshness,
        event: {
          kind: 'promise',
          view: promiseView({
            promise,
            platform: live.name,
            resources: (informer?.store.list() ?? [])
              .filter(resource => viewer.seesResource(resource, name))
              .sort(byName),
            entityRefOf: resource => live.entities.componentRef(resource),
            templateRef: live.entities.templateRef(promise),
            jobs: live.jobs.store.byIndex(byOwner, ownerKey(name)).filter(mine),
            podsOf: job => podsOf(live, job),
            events: live.events(promise).store.list(),
          }),
        },
      };
    },
  };
}

const byName = (a: Manifest, b: Manifest) =>
  a.metadata.name.localeCompare(b.metadata.name) ||
  (a.metadata.namespace ?? '').localeCompare(b.metadata.namespace ?? '');
