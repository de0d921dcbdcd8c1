import type { Manifest, OfferingView } from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import { objectKey } from '../entities/OfferedObjects';
import { makeOfferingView } from '../views/offeringView';
import { buildForViewer } from './buildForViewer';
import type { ClusterWatches } from './ClusterWatches';
import { findCatalogProblems } from './catalogProblems';
import type { Dependency, ViewBuilder, ViewState, Watch } from './LiveSource';

/** Builds the view of an offering, without its Resources. */
export function createOfferingViewBuilder(
  live: ClusterWatches,
  name: string,
  viewer: Viewer,
): ViewBuilder {
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
  const linkToEntity = (
    requirement: OfferingView['requirements'][number],
  ): OfferingView['requirements'][number] => {
    const required = live.offerings.byName(requirement.name);
    return required && !viewer.offeringRefusal(required)
      ? { ...requirement, entityRef: live.entities.componentRef(required.ref) }
      : requirement;
  };
  return {
    dependencies(): Dependency[] {
      const itself = live.offerings.informers.map(
        (watch): Dependency => ({ watch, concerns: isItself }),
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
      ];
    },

    build(): ViewState {
      return buildForViewer(live, name, viewer, [], offering => {
        const details = live.engineOf(offering).offeringDetails(live, offering);
        return {
          kind: 'promise',
          view: makeOfferingView({
            offering,
            health: live.causes.observe(
              { offering },
              live.healths.observeOffering(offering),
            ),
            details: {
              ...details,
              requirements: details.requirements.map(linkToEntity),
            },
            platform: live.name,
            templateRef: live.entities.templateRef(offering),
            catalogProblems: findCatalogProblems(live, offering, viewer),
            events: live.events(offering.metadata).store.list(),
          }),
        };
      });
    },
  };
}
