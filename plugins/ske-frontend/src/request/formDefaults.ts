import type { JsonObject } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { deepEquals, getDefaultFormState, mergeObjects } from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';

/** How forms fill in what nobody has; the same for the form and the review. */
export const DEFAULTS_BEHAVIOUR = { allOf: 'populateDefaults' } as const;

/** What a form fills in by itself. */
export const formDefaults = (pages: JsonObject[]): JsonObject =>
  pages
    .map(
      page =>
        (getDefaultFormState(
          validator,
          page,
          {},
          page,
          false,
          DEFAULTS_BEHAVIOUR,
        ) ?? {}) as JsonObject,
    )
    .reduce((all, one) => mergeObjects(all, one) as JsonObject, {});

/** A value without what is as the form has filled it in. */
export function withoutDefaults<T>(value: T, defaults: unknown): T {
  if (!isObject(value) || !isObject(defaults)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, item]) =>
          isObject(item) ||
          defaults[key] === undefined ||
          !deepEquals(item, defaults[key]),
      )
      .map(([key, item]) => [key, withoutDefaults(item, defaults[key])]),
  ) as T;
}
