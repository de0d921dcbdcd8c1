import type { Manifest } from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import { objectKey } from '../entities/OfferedObjects';
import { isBound, makeCatalogSync } from '../views/catalogSync';
import { makeOfferingView } from '../views/offeringView';
import { buildForViewer } from './buildForViewer';
import type { ClusterWatches } from './ClusterWatches';
import { findCatalogProblems } from './catalogProblems';
import type { Dependency, ViewBuilder, ViewState, Watch } from './LiveSource';
import { describeRequirements, nameInstalledVersion } from './requirements';
import { NO_WATCHES } from './visibleWatches';

/** Builds the view of an offering, without its Resources. */
export function createOfferingViewBuilder(
  live: ClusterWatches,
  name: string,
  viewer: Viewer,
): ViewBuilder {
  /** Of the view that was built last. */
  let requiredNames: string[] = [];
  const isItself = ({ metadata }: Manifest) => metadata.name === name;
  /** Reports about its entities come some time after the object. */
  const reports: Watch = {
    subscribe({ onState }) {
      const offering = live.offerings.byName(name);
      return offering
        ? live.entities.reports.onChange(objectKey(offering.ref), onState)
        : () => {};
    },
  };
  /** The controller is asked only while somebody looks at what it keeps. */
  const controller: Watch = {
    subscribe: ({ onState }) =>
      live.controller?.onChange(name, onState) ?? (() => {}),
  };
  return {
    dependencies(): Dependency[] {
      const itself = live.offerings.changes.map(
        (watch): Dependency => ({
          watch,
          concerns: object =>
            isItself(object) || requiredNames.includes(object.metadata.name),
        }),
      );
      const offering = live.offerings.byName(name);
      if (!offering) return itself;
      const observeHealth = () => {
        const current = live.offerings.byName(name);
        if (current) live.healths.observeOffering(current);
      };
      return [
        { watch: live.healths, concerns: isItself },
        { watch: live.causes, concerns: isItself },
        ...[
          ...itself,
          ...live.engineOf(offering).offeringDependencies(live, offering),
        ].map(dependency => ({ ...dependency, onChange: observeHealth })),
        { watch: live.events(offering.metadata) },
        { watch: reports },
        ...(isBound(offering) ? [{ watch: controller }] : []),
      ];
    },

    build(): ViewState {
      return buildForViewer(live, name, viewer, NO_WATCHES, offering => {
        const health = live.causes.observe(
          { offering },
          live.healths.observeOffering(offering),
        );
        const details = live
          .engineOf(offering)
          .offeringDetails(live, offering, health);
        const { requirements } = details;
        requiredNames = requirements.map(required => required.name);
        return {
          kind: 'promise',
          view: makeOfferingView({
            offering,
            health: nameInstalledVersion(live, health, viewer),
            details: {
              ...details,
              requirements: describeRequirements(live, requirements, viewer),
            },
            platform: live.name,
            templateRef: live.entities.templateRef(offering),
            catalogProblems: findCatalogProblems(live, offering, viewer),
            catalogSync: makeCatalogSync(
              offering,
              live.controller?.reportOf(name) ?? { kind: 'notConfigured' },
            ),
            events: live.events(offering.metadata).store.list(),
          }),
        };
      });
    },
  };
}
