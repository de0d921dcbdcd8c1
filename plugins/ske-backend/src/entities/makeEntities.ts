import type { Entity } from '@backstage/catalog-model';
import {
  healthAnnotationsOf,
  makeOfferingComponent,
  makeResourceComponent,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { MadeEntities } from './check/checkMadeEntities';
import { withAnnotations } from './entity';
import type { MadeTemplate } from './OfferingTemplates';

/** The names of an offering's entities. */
export interface OfferingNames {
  component: string;
  template: string | undefined;
}

/** The Component of a Resource, with its health and further annotations. */
export function makeResourceEntity(
  offered: OfferedResource,
  names: { resource: string; offering: OfferingNames },
  now: Date,
  annotations: Record<string, string>,
): Entity {
  const { offering, resource } = offered;
  const health = offering.engine.healthOf(resource);
  return withAnnotations(makeResourceComponent(offered, names), {
    ...healthAnnotationsOf(health, resource.metadata, now),
    ...annotations,
  });
}

/** The Component of an offering with its health, and its Template. */
export function makeOfferingEntities(
  offering: Offering,
  names: OfferingNames,
  now: Date,
  made: MadeTemplate | undefined,
): MadeEntities {
  const component = withAnnotations(
    makeOfferingComponent(offering, names),
    healthAnnotationsOf(offering.health, offering.metadata, now),
  );
  return {
    entities: [component, ...(made?.template ? [made.template] : [])],
    templateProblem: made?.problem,
  };
}
