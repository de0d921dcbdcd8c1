import {
  at,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import { resourceView } from '../views/resourceView';
import { findRelatedObjects } from './relatedObjects';
import { ownerKey, ownersOf } from './indexes';
import { findDenial, refusalEvent } from './refusalEvent';
import {
  freshnessOf,
  type Dependency,
  type ViewState,
  type ViewBuilder,
} from './LiveSource';
import type { LivePlatform } from './LivePlatform';

/** A Resource, drawn from everything that hangs below it. */
export function resourceViewBuilder(
  live: LivePlatform,
  ref: ObjectRef,
  viewer: Viewer,
): ViewBuilder {
  const { name, namespace = 'default' } = ref;

  const find = () => {
    const offer = live.offerOf(ref);
    const informer = offer && live.resources(offer.api, namespace);
    return { offer, informer, object: informer?.store.get(namespace, name) };
  };

  const ownedBy = (promise: string) => (object: Manifest) =>
    ownersOf(object).includes(ownerKey(promise, { namespace, name }));

  return {
    dependencies() {
      const { offer, informer, object } = find();
      const all: Dependency[] = [{ informer: live.promises }];
      if (!offer || !informer) return all;
      const promise = offer.promise.metadata.name;
      const mine = ownedBy(promise);
      all.push(
        {
          informer,
          concerns: o =>
            o.metadata.name === name && o.metadata.namespace === namespace,
        },
        {
          informer: live.revisions,
          concerns: o => at(o, 'spec', 'promiseRef', 'name') === promise,
        },
        { informer: live.in(namespace, 'bindings'), concerns: mine },
        { informer: live.in(namespace, 'works'), concerns: mine },
        {
          informer: live.in(namespace, 'workPlacements'),
          concerns: o =>
            o.metadata.namespace === namespace &&
            at(o, 'spec', 'resourceName') === name,
        },
        { informer: live.destinations },
        { informer: live.in(namespace, 'jobs'), concerns: mine },
        { informer: live.in(namespace, 'pods'), concerns: mine },
      );
      if (object) all.push({ informer: live.events(object) });
      return all;
    },

    build(): ViewState {
      const { offer, informer, object } = find();
      const primary = [live.promises, ...(informer ? [informer] : [])];
      const freshness = freshnessOf(primary.map(i => i.state));
      if (primary.some(i => i.state.kind === 'starting')) {
        return { kind: 'starting' };
      }
      const denial = findDenial(primary);
      if (denial) {
        return { kind: 'known', freshness, event: refusalEvent(denial) };
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
      const { promise } = offer;
      const refusal = viewer.resourceRefusal(object, promise);
      if (refusal) {
        return { kind: 'known', freshness, event: refusalEvent(refusal) };
      }
      const belongings = findRelatedObjects(
        live,
        promise.metadata.name,
        object,
      );
      if (belongings === 'starting') return { kind: 'starting' };
      return {
        kind: 'known',
        freshness,
        event: {
          kind: 'resource',
          view: resourceView({
            resource: object,
            platform: live.name,
            writes: live.writes,
            promise,
            entityRef: live.entities.componentRef(object),
            promiseEntityRef: live.entities.componentRef(promise),
            templateRef: live.entities.templateRef(promise),
            ...belongings,
          }),
        },
      };
    },
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
