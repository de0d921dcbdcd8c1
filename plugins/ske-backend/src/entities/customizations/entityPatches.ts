import {
  isPortalPatch,
  readPortalCustomization,
  recipesOfContainer,
  type CustomizationLane,
  type Manifest,
  type PortalCustomization,
  type Recipe,
} from '@syntasso/plugin-ske-common';
import type { FieldProblem } from '../check/repairEntity';

/** What is changed about entities after they are made. */
export interface EntityPatch {
  /** The customisation and its field, for messages. */
  place: string;
  recipes: readonly Recipe[];
}

/** What a PortalCustomization changes about the entities of offerings and of their Resources. */
export interface PortalPatches {
  customization: PortalCustomization;
  promise: EntityPatch;
  resource: EntityPatch;
  /** What of it does not count. */
  problems: FieldProblem[];
}

/** Reads the recipes of a PortalCustomization: once, as many entities are made by them. */
export function readPortalPatches(object: Manifest): PortalPatches {
  const customization = readPortalCustomization(object);
  const place = `PortalCustomization ${customization.name}`;
  const problems: FieldProblem[] = customization.problems.map(
    ({ field, problem, remedy }) => ({
      field: `${place}: ${field}`,
      reason: `${problem}.`,
      remedy,
    }),
  );
  const readPatch = (workflow: 'promise' | 'resource'): EntityPatch => {
    const laneProblems: FieldProblem[] = [];
    const lane = `${place}: spec.${workflow}.configure`;
    const recipes = readLane(customization[workflow], lane, laneProblems);
    problems.push(...laneProblems);
    return { place: lane, recipes };
  };
  const promise = readPatch('promise');
  const resource = readPatch('resource');
  return { customization, promise, resource, problems };
}

/** The recipes of all containers; none where one of them is wrong. */
function readLane(
  lane: CustomizationLane | undefined,
  place: string,
  problems: FieldProblem[],
): Recipe[] {
  const recipes: Recipe[] = [];
  let isWrong = false;
  for (const [index, container] of (lane?.containers ?? []).entries()) {
    const field = `${place}.containers.${index}`;
    if (!isPortalPatch(container)) {
      problems.push({
        field,
        reason: `Direct discovery runs no containers, such as this one of image ${container.image}; recipes beside it are applied.`,
        remedy:
          'Write the change as a recipe of portal-patch, or let the backstage-controller make the entities.',
      });
      continue;
    }
    const read = recipesOfContainer(container);
    if (read.kind === 'recipes') recipes.push(...read.recipes);
    else {
      isWrong = true;
      problems.push(
        ...read.problems.map(({ recipe, message, remedy }) => ({
          field,
          reason: `Recipe ${recipe + 1}: ${message}.`,
          remedy,
        })),
      );
    }
  }
  return isWrong ? [] : recipes;
}
