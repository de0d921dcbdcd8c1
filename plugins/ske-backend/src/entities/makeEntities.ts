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
import type { EntityPatch } from './customizations/entityPatches';
import { patchEntities } from './customizations/patchEntities';
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
  /** What is changed about them after they are made. */
  patch: EntityPatch | undefined;
}

/** The Component of a Resource, with its health and further annotations. */
export function makeResourceEntity(
  offered: OfferedResource,
  about: EntityParts<{ resource: string; offering: OfferingNames }>,
  annotations: Record<string, string>,
): MadeEntities {
  const { health, names, now, options, patch } = about;
  const { metadata } = offered.resource;
  return patchMade([makeResourceComponent(offered, names, options)], patch, {
    ...healthAnnotationsOf(health, metadata, now),
    ...annotations,
  });
}

/** The Component of an offering with its health, and its Template. */
export function makeOfferingEntities(
  offering: Offering,
  { health, names, now, options, patch }: EntityParts<OfferingNames>,
  made: MadeTemplate | undefined,
  customizationProblems: FieldProblem[],
): MadeEntities {
  const component = makeOfferingComponent(offering, names, options);
  const entities = [component, ...(made?.template ? [made.template] : [])];
  const patched = patchMade(
    entities,
    patch,
    healthAnnotationsOf(health, offering.metadata, now),
  );
  return {
    ...patched,
    templateProblem: made?.problem,
    customizationProblems: [
      ...customizationProblems,
      ...(patched.customizationProblems ?? []),
    ],
  };
}

/** @param live - annotations of the Component which change often: nothing patches them */
function patchMade(
  entities: Entity[],
  patch: EntityPatch | undefined,
  live: Record<string, string>,
): MadeEntities {
  const complete = (all: Entity[]) =>
    all.map(entity =>
      entity.kind === 'Component' ? withAnnotations(entity, live) : entity,
    );
  const patched = patchEntities(entities, patch);
  return {
    entities: complete(patched.entities),
    unpatched:
      patch && patched.entities !== entities
        ? { entities: complete(entities), place: patch.place }
        : undefined,
    customizationProblems: patched.problems,
  };
}
