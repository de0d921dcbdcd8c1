import {
  isPortalPatch,
  recipesOfContainer,
  type PipelineContainer,
  type Recipe,
} from '@syntasso/plugin-ske-common';
import type { LaneRecipes } from './Binding';

/**
 * The recipes of a lane's containers, in their order. Containers other than `portal-patch`
 * cannot run in the controller: that is said, because leaving one out would make other
 * entities than its author wants.
 *
 * @param where - the customisation, for messages
 */
export function recipesOfLane(
  where: string,
  containers: readonly PipelineContainer[],
): LaneRecipes {
  const recipes: Recipe[] = [];
  for (const container of containers) {
    if (!isPortalPatch(container)) {
      return {
        kind: 'refused',
        message: `${where} has the container "${container.name}" of image ${container.image}, which the controller cannot run: it applies recipes of portal-patch. Write the change as a recipe, or run the container after a generate stage in a pipeline of the Promise.`,
      };
    }
    const read = recipesOfContainer(container);
    if (read.kind === 'refused') {
      const [{ recipe, message, remedy }] = read.problems;
      return {
        kind: 'refused',
        message: `${where}, container "${container.name}", recipe ${
          recipe + 1
        }: ${message}. ${remedy}`,
      };
    }
    recipes.push(...read.recipes);
  }
  return { kind: 'recipes', recipes };
}

/** Both one after the other. */
export function joinLanes(first: LaneRecipes, then: LaneRecipes): LaneRecipes {
  if (first.kind === 'refused') return first;
  if (then.kind === 'refused') return then;
  return { kind: 'recipes', recipes: [...first.recipes, ...then.recipes] };
}
