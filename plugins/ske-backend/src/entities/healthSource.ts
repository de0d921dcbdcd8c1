import type {
  Health,
  OfferedResource,
  Offering,
} from '@syntasso/plugin-ske-common';

/** Tells the health of Promises and Resources. */
export interface HealthSource {
  observeResource(offered: OfferedResource): Health;
  observeOffering(offering: Offering): Health;
}

/** By each object alone. */
export const healthsOfObjects: HealthSource = {
  observeResource: ({ offering, resource }) =>
    offering.engine.healthOf(resource),
  observeOffering: ({ health }) => health,
};
