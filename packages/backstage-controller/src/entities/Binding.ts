import type {
  GenerationOptions,
  Recipe,
  TemplateDelivery,
} from '@syntasso/plugin-ske-common';

/** Where entities go. */
export interface Target {
  /** Undefined for what is bound by the label `kratix.io/backstage`. */
  portal: string | undefined;
  delivery: TemplateDelivery;
  /** Labels of the Destinations; each one must match. */
  destinationSelectors: Record<string, string>[];
  /** Folder of the Destination, for Git and buckets. */
  destinationPath: string;
}

/** Recipes of a lane, or why none of them count. */
export type LaneRecipes =
  | { kind: 'recipes'; recipes: Recipe[] }
  | { kind: 'refused'; message: string };

/** How the entities of a Promise and its Resources are made, and where they go. */
export interface Binding {
  target: Target;
  options: GenerationOptions;
  recipes: { promise: LaneRecipes; resource: LaneRecipes };
  /** What customisations say and what does not count. */
  problems: string[];
}

/** What a Promise's labels say. */
export type ResolvedBinding =
  | { kind: 'unbound' }
  | { kind: 'bound'; binding: Binding; message: string }
  | { kind: 'failed'; reason: string; message: string };
