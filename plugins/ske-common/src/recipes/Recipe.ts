import type { JsonObject } from '@backstage/types';

/** Picks one item of a list by one of its keys. @public */
export interface ListSelector {
  /** Keys with dots between them, such as `spec.steps`; in a chain, of the item before. */
  path: string;
  key: string;
  value: string;
}

/** What a recipe changes: a document, or one item of a list in it. @public */
export interface RecipeTarget {
  /** The one document of a kind in `catalog-info.yaml`, or the one of a file. */
  document: { by: 'kind'; kind: string } | { by: 'file'; file: string };
  /** Empty: the document itself. */
  list: ListSelector[];
}

/** One change of generated documents. @public */
export type Recipe =
  /** Maps merge, lists and single values replace, null deletes. */
  | { op: 'merge'; target: RecipeTarget; patch: JsonObject }
  /** The item leaves its list. */
  | { op: 'remove'; target: RecipeTarget }
  /** All of a Template's `spec` is asked for on one page. */
  | { op: 'singleSpecPage'; target: RecipeTarget }
  /** A Template no longer asks for the namespace: Resources are created in this one. */
  | {
      op: 'hideNamespaceManifest';
      target: RecipeTarget;
      /** Where the item has the manifest, such as `input.manifest`. */
      field: string;
      defaultNamespace: string;
    };

/** Why recipes are not applied. @public */
export interface RecipeProblem {
  /** Which recipe, from 0. */
  recipe: number;
  message: string;
  remedy: string;
}

/** Recipes that a text has, or what is wrong with them. @public */
export type ReadRecipes =
  | { kind: 'recipes'; recipes: Recipe[] }
  | { kind: 'refused'; problems: RecipeProblem[] };

/** Documents by the path of their file. @public */
export type OutputFiles = Record<string, JsonObject[]>;

/** All of the changed files, or none. @public */
export type AppliedRecipes =
  | { kind: 'applied'; files: OutputFiles }
  | { kind: 'refused'; problems: RecipeProblem[] };
