export { applyRecipes } from './applyRecipes';
export { readRecipes } from './readRecipes';
export { recipesOfOptions, type RecipeContext } from './recipesOfOptions';
export type {
  AppliedRecipes,
  ListSelector,
  OutputFiles,
  ReadRecipes,
  Recipe,
  RecipeProblem,
  RecipeTarget,
} from './Recipe';
