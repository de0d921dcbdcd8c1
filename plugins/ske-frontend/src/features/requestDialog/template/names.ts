import type { JsonObject } from '@backstage/types';
import {
  firstResources,
  isObject,
  MOST_ROWS,
  type OfferingView,
} from '@syntasso/plugin-ske-common';
import type { SkeApi } from '../../../api/SkeApi';

/** Longest name that may get a number behind it. */
const LONGEST = 58;

/**
 * Proposes a name for a new Resource: its kind, with a number when there is one
 * already, and with some letters where there are more than can be looked at.
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
    .slice(0, LONGEST)
    .replace(/[-.]+$/, '');
  const { rows, matching } = await api.findResources(promise.ref.name, {
    ...firstResources,
    search: baseName,
    limit: MOST_ROWS,
  });
  const names = new Set(rows.map(({ ref }) => ref.name));
  if (matching > rows.length) {
    return `${baseName}-${Math.random().toString(36).slice(2, 6)}`;
  }
  if (!names.has(baseName)) return baseName;
  for (let number = 2; ; number += 1) {
    if (!names.has(`${baseName}-${number}`)) return `${baseName}-${number}`;
  }
}

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
