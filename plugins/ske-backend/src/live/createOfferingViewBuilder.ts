import type { Viewer } from '../access/Access';
import { makeOfferingView } from '../views/offeringView';
import { buildForViewer } from './buildForViewer';
import type { ClusterWatches } from './ClusterWatches';
import type { Dependency, ViewBuilder, ViewState } from './LiveSource';

/** Builds the view of an offering, without its Resources. */
export function createOfferingViewBuilder(
  live: ClusterWatches,
  name: string,
  viewer: Viewer,
): ViewBuilder {
  return {
    dependencies(): Dependency[] {
      const itself = live.offerings.informers.map(watch => ({
        watch,
        concerns: (object: { metadata: { name: string } }) =>
          object.metadata.name === name,
      }));
      const offering = live.offerings.byName(name);
      if (!offering) return itself;
      return [
        ...itself,
        ...live.engineOf(offering).offeringDependencies(live, offering),
        { watch: live.events(offering.metadata) },
      ];
    },

    build(): ViewState {
      return buildForViewer(live, name, viewer, [], offering => ({
        kind: 'promise',
        view: makeOfferingView({
          offering,
          details: live.engineOf(offering).offeringDetails(live, offering),
          platform: live.name,
          templateRef: live.entities.templateRef(offering),
          events: live.events(offering.metadata).store.list(),
        }),
      }));
    },
  };
}
