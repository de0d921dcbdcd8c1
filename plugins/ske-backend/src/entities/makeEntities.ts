import type { Entity } from '@backstage/catalog-model';
import {
  healthAnnotationsOf,
  makeOfferingComponent,
  makeResourceComponent,
  type GenerationOptions,
  type Health,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { MadeEntities } from './check/checkMadeEntities';
import { withAnnotations } from './entity';
import type { FieldProblem } from './check/repairEntity';
import type { MadeTemplate } from './OfferingTemplates';

/** The names of an offering's entities. */
export interface OfferingNames {
  component: string;
  template: string | undefined;
}

/** What an entity is made from besides its object. */
interface EntityParts<Names> {
  /** As pages show it. */
  health: Health;
  names: Names;
  now: Date;
  /** What the annotations of the object do not say. */
  options: GenerationOptions;
}

/** The Component of a Resource, with its health and further annotations. */
export function makeResourceEntity(
  offered: OfferedResource,
  about: EntityParts<{ resource: string; offering: OfferingNames }>,
  annotations: Record<string, string>,
): Entity {
  const { health, names, now, options } = about;
  const { metadata } = offered.resource;
  return withAnnotations(makeResourceComponent(offered, names, options), {
    ...healthAnnotationsOf(health, metadata, now),
    ...annotations,
  });
}

/** The Component of an offering with its health, and its Template. */
export function makeOfferingEntities(
  offering: Offering,
  { health, names, now, options }: EntityParts<OfferingNames>,
  made: MadeTemplate | undefined,
  customizationProblems: FieldProblem[],
): MadeEntities {
  const component = withAnnotations(
    makeOfferingComponent(offering, names, options),
    healthAnnotationsOf(health, offering.metadata, now),
  );
  return {
    entities: [component, ...(made?.template ? [made.template] : [])],
    templateProblem: made?.problem,
    customizationProblems,
  };
}
