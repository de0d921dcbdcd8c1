import {
  describeHealthReason,
  refOf,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import { objectKey } from '../entities/OfferedObjects';
import { makeResourceView } from '../views/resourceView';
import { findDenial, toRefusalEvent } from './refusalEvent';
import {
  worstFreshnessOf,
  type Dependency,
  type ViewState,
  type ViewBuilder,
} from './LiveSource';
import type { ClusterWatches } from './ClusterWatches';
import { nameInstalledVersion } from './requirements';

/** Builds the view of a Resource, and of the objects that its engine made for it. */
export function createResourceViewBuilder(
  live: ClusterWatches,
  ref: ObjectRef,
  viewer: Viewer,
): ViewBuilder {
  const { name, namespace = 'default' } = ref;

  const find = () => {
    const offering = live.offerings.byKind(ref);
    const informer = offering && live.resourcesIn(offering, namespace);
    return { offering, informer, object: informer?.store.get(namespace, name) };
  };

  const observeHealth = () => {
    const { offering, object } = find();
    if (offering && object)
      live.healths.observeResource({ offering, resource: object });
  };
  const concerns = ({ metadata }: Manifest) =>
    metadata.name === name && metadata.namespace === namespace;

  return {
    dependencies() {
      const { offering, informer, object } = find();
      const dependencies: Dependency[] = live.offerings.changes.map(watch => ({
        watch,
        concerns: ({ metadata }) =>
          !offering || metadata.name === offering.name,
      }));
      if (!offering || !informer) return dependencies;
      const offeringKey = objectKey(offering.ref);
      dependencies.push(
        {
          watch: live.healths,
          // The page has a badge of the offering, too.
          concerns: changed =>
            concerns(changed) || objectKey(refOf(changed)) === offeringKey,
        },
        { watch: live.causes, concerns },
        { watch: informer, concerns, onChange: observeHealth },
        ...live
          .engineOf(offering)
          .resourceDependencies(live, offering, { namespace, name })
          .map(dependency => ({ ...dependency, onChange: observeHealth })),
      );
      if (object) dependencies.push({ watch: live.events(object.metadata) });
      return dependencies;
    },

    build(): ViewState {
      const { offering, informer, object } = find();
      const primary = [
        ...(offering
          ? [live.offerings.informerOf(offering)]
          : live.offerings.informers),
        ...(informer ? [informer] : []),
      ];
      const freshness = worstFreshnessOf(primary.map(({ state }) => state));
      if (primary.some(({ state }) => state.kind === 'starting')) {
        return { kind: 'starting' };
      }
      const denial = findDenial(primary);
      if (denial) {
        return { kind: 'known', freshness, event: toRefusalEvent(denial) };
      }
      if (!offering || !informer || !object) {
        if (freshness.state === 'stale') return { kind: 'unknown', freshness };
        const message = describeAbsence(live, { ref, offering, informer });
        return { kind: 'known', freshness, event: { kind: 'gone', message } };
      }
      const offered = { offering, resource: object };
      const refusal = viewer.resourceRefusal(offered);
      if (refusal) {
        const definition = live.offerings.informerOf(offering);
        return {
          kind: 'known',
          // Without the state of the watch on its API, which would tell of it.
          freshness: worstFreshnessOf([definition.state]),
          event: toRefusalEvent(refusal),
        };
      }
      const details = live
        .engineOf(offering)
        .resourceDetails(live, offered, health =>
          live.healths.show(object, health),
        );
      if (details === 'starting') return { kind: 'starting' };
      return {
        kind: 'known',
        freshness,
        event: {
          kind: 'resource',
          view: makeResourceView({
            ...offered,
            details: {
              ...details,
              health: live.causes.observe(offered, details.health),
            },
            events: live.events(object.metadata).store.list(),
            platform: live.name,
            writes: live.writes,
            entityRef: live.entities.componentRef(refOf(object)),
            offeringHealth: nameInstalledVersion(
              live,
              live.healths.observeOffering(offering),
              viewer,
            ),
            offeringEntityRef: live.entities.componentRef(offering.ref),
            templateRef: live.entities.templateRef(offering),
          }),
        },
      };
    },
  };
}

function describeAbsence(
  live: ClusterWatches,
  {
    ref,
    offering,
    informer,
  }: {
    ref: ObjectRef;
    offering: Offering | undefined;
    informer: SharedInformer | undefined;
  },
): string {
  const { group } = splitApiVersion(ref.apiVersion);
  if (!informer) {
    return `No ${live.offeringWord} on the platform offers ${ref.kind} (${group}). If one did, its Resources went with it; else look at the link that led here.`;
  }
  if (informer.state.kind === 'absent') {
    const { state, reason } = offering?.health ?? {};
    // It was just applied, or is applied again: its API comes with it.
    if (reason && (state === 'pending' || state === 'progressing')) {
      return `The API of ${ref.kind} (${group}) is not installed yet. ${
        offering?.engine.texts.offering
      } ${offering?.name}: ${describeHealthReason(reason)}`;
    }
    return `The API of ${ref.kind} (${group}) is not installed on the platform any more.`;
  }
  return `${ref.kind} ${ref.namespace ?? 'default'}/${
    ref.name
  } is not on the platform.`;
}
