import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '../kubernetes/json';
import type {
  ListSelector,
  OutputFiles,
  RecipeProblem,
  RecipeTarget,
} from './Recipe';
import { CATALOG_INFO } from '../entities/catalogInfo';

/** An item of a list, or why it is not there. */
export type FoundItem =
  | { list: JsonValue[]; index: number; item: JsonObject }
  | NotFound;

/** A document of a file, or why it is not there. */
export type FoundDocument =
  | { documents: JsonObject[]; index: number; document: JsonObject }
  | NotFound;

/** Why a target is not there. */
export type NotFound = Omit<RecipeProblem, 'recipe'>;

/** The one document that a target names. */
export function findDocument(
  files: OutputFiles,
  { document: wanted }: RecipeTarget,
): FoundDocument {
  const file = wanted.by === 'kind' ? CATALOG_INFO : wanted.file;
  const documents = Object.hasOwn(files, file) ? files[file] : [];
  const found = documents.flatMap((document, index) =>
    wanted.by === 'file' || document.kind === wanted.kind
      ? [{ documents, index, document }]
      : [],
  );
  if (found.length === 1) return found[0];
  const target =
    wanted.by === 'kind'
      ? `target.kind=${wanted.kind}`
      : `target.file=${wanted.file}`;
  return found.length === 0
    ? {
        message: `${target} matches no document`,
        remedy: `Name one that ${file} has.`,
      }
    : {
        message: `${target} is ambiguous: matches ${found.length} documents`,
        remedy: `A recipe changes one document, and ${file} has ${found.length} of these.`,
      };
}

/** The one item that a chain of selectors picks. */
export function findItem(
  document: JsonObject,
  selectors: ListSelector[],
): FoundItem | undefined {
  let found: FoundItem | undefined;
  for (const selector of selectors) {
    found = pickItem(found ? found.item : document, selector);
    if ('message' in found) return found;
  }
  return found;
}

function pickItem(
  parent: JsonObject,
  { path, key, value }: ListSelector,
): FoundItem {
  let current: JsonValue | undefined = parent;
  for (const segment of path.split('.')) {
    if (!isObject(current) || !Object.hasOwn(current, segment)) {
      return {
        message: `target.list path "${path}": "${segment}" not found`,
        remedy: 'Write the path of a list that the document has.',
      };
    }
    current = current[segment];
  }
  if (!Array.isArray(current)) {
    return {
      message: `target.list path "${path}" is no list`,
      remedy: 'Write the path of a list that the document has.',
    };
  }
  const list: JsonValue[] = current;
  const found = list.flatMap((item, index) =>
    isObject(item) && Object.hasOwn(item, key) && String(item[key]) === value
      ? [{ list, index, item }]
      : [],
  );
  if (found.length === 1) return found[0];
  return {
    message: `list selector key=${key} value=${value} ${
      found.length === 0 ? 'matches no item' : 'is ambiguous'
    }`,
    remedy: `Choose a key and a value that one item of ${path} has.`,
  };
}
