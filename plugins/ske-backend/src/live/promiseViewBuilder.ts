import { at, labels, type Manifest } from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import { promiseView } from '../views/promiseView';
import { podsOf } from './relatedObjects';
import { byOwner, ownerKey } from './indexes';
import type { LivePlatform } from './LivePlatform';
import type { Dependency, ViewState, ViewBuilder } from './LiveSource';
import { buildForViewer } from './buildForViewer';

/** Where Kratix runs the pipelines of Promises. */
const PIPELINES = 'kratix-platform-system';

/** A Promise, without the Resources requested from it. */
export function promiseViewBuilder(
  live: LivePlatform,
  name: string,
  viewer: Viewer,
): ViewBuilder {
  const mine = (object: Manifest) =>
    at(object, 'metadata', 'labels', labels.promiseName) === name &&
    at(object, 'metadata', 'labels', labels.workflowType) === 'promise';

  return {
    dependencies(): Dependency[] {
      const promise = live.promises.store.get(undefined, name);
      const itself: Dependency = {
        informer: live.promises,
        concerns: object => object.metadata.name === name,
      };
      if (!promise) return [itself];
      return [
        itself,
        { informer: live.in(PIPELINES, 'jobs'), concerns: mine },
        { informer: live.in(PIPELINES, 'pods'), concerns: mine },
        { informer: live.events(promise) },
      ];
    },

    build(): ViewState {
      return buildForViewer(live, name, viewer, [], promise => {
        const jobs = live.in(PIPELINES, 'jobs').store;
        return {
          kind: 'promise',
          view: promiseView({
            promise,
            platform: live.name,
            templateRef: live.entities.templateRef(promise),
            jobs: jobs.byIndex(byOwner, ownerKey(name)).filter(mine),
            podsOf: job => podsOf(live.in(PIPELINES, 'pods'), job),
            events: live.events(promise).store.list(),
          }),
        };
      });
    },
  };
}
