import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  applyRecipes,
  CATALOG_INFO,
  GENERATE_DIRECTORY,
  isObject,
  readRecipes,
  serializeDocuments,
  type OutputFiles,
  type Recipe,
  type RecipeProblem,
} from '@syntasso/plugin-ske-common';
import { isSafePath } from '@syntasso/plugin-ske-node';
import { contentsOf, readDocuments } from '../entities/yamlDocuments';
import type { PipelineCommand } from './pipelineCommand';
import { readIfThere, replaceAll } from './pipelineFiles';

type PatchCommand = Extract<PipelineCommand, { action: 'patch' }>;

/** A file that recipes change. */
interface PatchedFile {
  path: string;
  text: string;
  documents: JsonObject[];
}

/**
 * The stage of a pipeline that applies recipes to what an earlier stage has written. All of
 * them are read before anything else is; all of them are applied, or none.
 *
 * @throws InputError with a sentence for each recipe that cannot be applied.
 */
export async function patchFiles(command: PatchCommand): Promise<void> {
  const recipes = readAll(command.recipes);
  const output = join(command.root, 'output');
  const files = new Map<string, PatchedFile>();
  const placed: Recipe[] = [];
  for (const [index, recipe] of recipes.entries()) {
    placed.push(await placeRecipe(recipe, index, output, files));
  }
  const before: OutputFiles = Object.fromEntries(
    [...files].map(([key, { documents }]) => [key, documents]),
  );
  const applied = applyRecipes(before, placed);
  if (applied.kind === 'refused') throw refused(applied.problems);
  const changed = [...files].flatMap(([key, { path, text }]) => {
    const documents = applied.files[key];
    return JSON.stringify(documents) === JSON.stringify(before[key])
      ? []
      : [{ path, before: text, after: serializeDocuments(documents) }];
  });
  await replaceAll(changed);
}

function readAll(texts: string[]): Recipe[] {
  const recipes: Recipe[] = [];
  const problems: RecipeProblem[] = [];
  for (const text of texts) {
    const read = readRecipes(text, recipes.length + problems.length);
    if (read.kind === 'recipes') recipes.push(...read.recipes);
    else problems.push(...read.problems);
  }
  if (problems.length > 0) throw refused(problems);
  if (recipes.length > 0) return recipes;
  throw new InputError(
    'There is no recipe. Give each one as an argument: a YAML document with target, and op or patch.',
  );
}

const refused = (problems: RecipeProblem[]) =>
  new InputError(
    problems
      .map(
        ({ recipe, message, remedy }) =>
          `Recipe ${recipe + 1}: ${message}. ${remedy}`,
      )
      .join('\n'),
  );

/**
 * Reads the file that a recipe changes, once for all recipes. It is looked for where the
 * stage is that generates entities, then beside that folder; it has the same key either way.
 */
async function placeRecipe(
  recipe: Recipe,
  index: number,
  output: string,
  files: Map<string, PatchedFile>,
): Promise<Recipe> {
  const { document } = recipe.target;
  const asked = document.by === 'kind' ? CATALOG_INFO : document.file;
  if (!isSafePath(asked)) {
    throw new InputError(
      `Recipe ${
        index + 1
      }: target.file=${asked} is not below ${output}. Write the path of a file there.`,
    );
  }
  const prefix = `${GENERATE_DIRECTORY}/`;
  const key = asked.startsWith(prefix) ? asked.slice(prefix.length) : asked;
  const places = [...new Set([`${prefix}${key}`, asked])].map(place =>
    join(output, place),
  );
  const file = files.get(key) ?? (await readFirst(places));
  // Applying it says that it is not there.
  if (!file || !places.includes(file.path)) return recipe;
  files.set(key, file);
  return document.by === 'kind'
    ? recipe
    : {
        ...recipe,
        target: { ...recipe.target, document: { by: 'file', file: key } },
      };
}

async function readFirst(paths: string[]): Promise<PatchedFile | undefined> {
  for (const path of paths) {
    const text = await readIfThere(path);
    if (text !== undefined) {
      return { path, text, documents: objectsIn(text, path) };
    }
  }
  return undefined;
}

function objectsIn(text: string, path: string): JsonObject[] {
  const contents = contentsOf(readDocuments(text, path), text, path).filter(
    content => content !== null && content !== undefined,
  );
  if (contents.every(isObject)) return contents;
  throw new InputError(
    `${path} has a YAML document that is no mapping, so recipes cannot change it.`,
  );
}
