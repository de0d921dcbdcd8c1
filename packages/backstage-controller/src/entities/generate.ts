import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  applyRecipes,
  asText,
  at,
  CATALOG_INFO,
  documentsOf,
  generatePromiseEntities,
  generateResourceEntities,
  serializeDocuments,
  type GeneratedEntities,
  type Manifest,
  type OfferingEntityNames,
} from '@syntasso/plugin-ske-common';
import type { Binding, LaneRecipes } from './Binding';

/** A file with entities. */
export type GeneratedFile =
  | {
      kind: 'generated';
      content: string;
      /** The Component in it. */
      component: { namespace: string; name: string } | undefined;
      /** Options that do not count, one sentence each. */
      problems: string[];
    }
  | { kind: 'noApi' };

/**
 * The file of a Promise.
 *
 * @throws InputError where recipes cannot be applied.
 */
export const generateForPromise = (
  promise: Manifest,
  { target, options, recipes, problems }: Binding,
  names: OfferingEntityNames,
): GeneratedFile =>
  fileOf(
    generatePromiseEntities({
      promise,
      delivery: target.delivery,
      options,
      names,
    }),
    recipes.promise,
    problems,
  );

/**
 * The file of a Resource.
 *
 * @throws InputError where recipes cannot be applied.
 */
export const generateForResource = (
  { resource, promise }: { resource: Manifest; promise: Manifest },
  { options, recipes, problems }: Binding,
  names: { resource: string; offering: OfferingEntityNames },
): GeneratedFile =>
  fileOf(
    generateResourceEntities({ resource, promise, options, names }),
    recipes.resource,
    problems,
  );

function fileOf(
  generated: GeneratedEntities,
  lane: LaneRecipes,
  problems: string[],
): GeneratedFile {
  if (generated.kind === 'noApi') return generated;
  if (lane.kind === 'refused') throw new InputError(lane.message);
  const documents = documentsOf(generated.entities);
  const applied = applyRecipes({ [CATALOG_INFO]: documents }, lane.recipes);
  if (applied.kind === 'refused') {
    const [{ recipe, message, remedy }] = applied.problems;
    throw new InputError(
      `Recipe ${
        recipe + 1
      } of the customization cannot be applied: ${message}. ${remedy}`,
    );
  }
  const written = applied.files[CATALOG_INFO];
  return {
    kind: 'generated',
    content: serializeDocuments(written),
    component: componentIn(written),
    problems: [
      ...problems,
      ...generated.problems.map(
        ({ field, problem, remedy }) => `${field}: ${problem}. ${remedy}`,
      ),
    ],
  };
}

/** Recipes may have given it another name. */
function componentIn(documents: JsonObject[]) {
  const component = documents.find(({ kind }) => kind === 'Component');
  const name = asText(at(component, 'metadata', 'name'));
  const namespace = asText(at(component, 'metadata', 'namespace')) ?? 'default';
  return name === undefined ? undefined : { namespace, name };
}
