import type { JsonObject } from '@backstage/types';
import {
  firstResources,
  isObject,
  MOST_ROWS,
  type OfferingView,
} from '@syntasso/plugin-ske-common';
import type { SkeApi } from '../../../api/SkeApi';

/** Longest name of a kind that may get letters behind it. */
const LONGEST_KIND = 58;
/** Longest name, as Kubernetes limits labels. */
const LONGEST = 63;

/**
 * Proposes a name for a new Resource: its kind, with something behind it if need be.
 *
 * @param like - the name of a Resource, in place of the kind
 */
export async function proposeName(
  api: SkeApi,
  promise: OfferingView,
  like?: string,
): Promise<string> {
  // A kind may have hyphens, and no name ends in one.
  const baseName = (like?.replace(/-\d+$/, '') ?? promise.api?.kind ?? '')
    .toLowerCase()
    .slice(0, LONGEST_KIND)
    .replace(/[-.]+$/, '');
  return findFreeName(api, promise, baseName, {});
}

/**
 * Suggests a name in place of one that the form would not take, or that another Resource
 * has. Where nobody can say which names there are, it is one that the form would take.
 *
 * @param page - of the form, with the field for the name
 */
export async function suggestName(
  api: SkeApi,
  promise: OfferingView,
  typed: { name: string; namespace: string | undefined },
  page: JsonObject,
): Promise<string | undefined> {
  const likeName = nameLike(typed.name);
  if (likeName === '') return undefined;
  const { namespace } = typed;
  const name = await findFreeName(api, promise, likeName, { namespace }).catch(
    () => likeName,
  );
  return name !== typed.name && isNameAllowed(page, name) ? name : undefined;
}

/** What a name would be in the letters that names may have; empty where nothing is left. */
const nameLike = (text: string): string =>
  text
    .slice(0, 10 * LONGEST)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, LONGEST)
    .replace(/-$/, '');

/**
 * A name that no Resource has yet: the same, with a number where there is one already, and
 * with some letters where there are more than can be looked at.
 */
async function findFreeName(
  api: SkeApi,
  promise: OfferingView,
  name: string,
  where: { namespace?: string },
): Promise<string> {
  const { rows, matching } = await api.findResources(promise.ref.name, {
    ...firstResources,
    ...where,
    search: name,
    limit: MOST_ROWS,
  });
  const names = new Set(rows.map(({ ref }) => ref.name));
  if (matching > rows.length) {
    return withEnd(name, `-${Math.random().toString(36).slice(2, 6)}`);
  }
  if (!names.has(name)) return name;
  for (let number = 2; ; number += 1) {
    const numberedName = withEnd(name, `-${number}`);
    if (!names.has(numberedName)) return numberedName;
  }
}

const withEnd = (name: string, end: string) =>
  `${name.slice(0, LONGEST - end.length).replace(/-+$/, '')}${end}`;

/** Whether a form asks for a name, and leaves it to the person. */
export function asksName(page: JsonObject): boolean {
  const field = nameField(page);
  return field !== undefined && field.default === undefined;
}

/** Whether a form would take a name; while it is typed, before anybody asks. */
export function isNameAllowed(page: JsonObject, name: string): boolean {
  const {
    pattern,
    maxLength,
    'ui:options': ownOptions,
  } = nameField(page) ?? {};
  const { newName, newMaxLength } = isObject(ownOptions) ? ownOptions : {};
  const fits = (most: unknown, form: unknown) =>
    (typeof most !== 'number' || name.length <= most) &&
    (typeof form !== 'string' || new RegExp(form, 'u').test(name));
  return fits(maxLength, pattern) && fits(newMaxLength, newName);
}

function nameField(page: JsonObject): JsonObject | undefined {
  const { properties } = page;
  const field = isObject(properties) ? properties.objname : undefined;
  return isObject(field) ? (field as JsonObject) : undefined;
}
