import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { branchesOf, propertiesOf } from './fieldSchema';
import type { ValueProblem } from './validate';
import { childOf, type Path } from './values';

/**
 * The form of the scaffolder fills in lists, defaults and objects that nobody
 * asked for, but not where a property is there and is `undefined`. So each
 * property of the schema that has no value gets that one; as JSON it is absent.
 *
 * Source: `getDefaultFormState` of @rjsf/utils, `useFormDataIfPresent`.
 */
export function padded(
  schema: JsonObject,
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!isObject(items)) return value;
    return value.map(item => padded(items, item) as JsonValue);
  }
  if (!isObject(value)) return value;
  const names = new Set([
    ...Object.keys(value),
    ...[schema, ...branchesOf(schema)].flatMap(branch =>
      propertiesOf(branch).map(({ name }) => name),
    ),
  ]);
  return Object.fromEntries(
    [...names].map(name => {
      const item = Object.hasOwn(value, name) ? value[name] : undefined;
      const child = childOf(schema, name);
      return [name, child ? padded(child, item) : item];
    }),
  ) as JsonObject;
}

/** Whether a value has been here before, such as when somebody comes back to a page. */
export const isPadded = (value: unknown): boolean =>
  isObject(value) && Object.values(value).includes(undefined as never);

/** A value without what {@link padded} has added. */
export function unpadded(
  schema: JsonObject,
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (Array.isArray(value)) {
    const items = isObject(schema.items) ? schema.items : {};
    return value.map(item => unpadded(items, item) as JsonValue);
  }
  if (!isObject(value)) return value;
  // An entry of a map that has no value yet is there all the same.
  const hasFixedFields = !isObject(schema.additionalProperties);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      // What every object inherits, such as `constructor`, rjsf takes for a value.
      typeof item === 'function' || (item === undefined && hasFixedFields)
        ? []
        : [[name, unpadded(childOf(schema, name) ?? {}, item)]],
    ),
  ) as JsonObject;
}

/**
 * Where rjsf would make something else of a value: it takes what every object of
 * JavaScript inherits, such as `toString`, for the default of an object of that
 * name, and fills in what is in there with letters of `toString.name`.
 *
 * Source: `mergeDefaultsWithFormData` of @rjsf/utils, which looks defaults up with
 * lodash's `get`.
 */
export function findChangedByScaffolder(
  value: JsonValue | undefined,
  path: Path = [],
): ValueProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const itemPath = [...path, key];
    const isChanged =
      isObject(value) &&
      key in Object.prototype &&
      isObject(item) &&
      Object.values(item).some(
        child => typeof child === 'object' && child !== null,
      );
    return isChanged
      ? [{ path: itemPath, key: 'field.reservedObject', values: { name: key } }]
      : findChangedByScaffolder(item, itemPath);
  });
}

/**
 * What is left of the values that a form of the scaffolder begins with, when
 * all that it has filled in itself is taken away: empty lists and objects,
 * lists of nothing, and defaults.
 */
export function withoutInventions(
  schema: JsonObject,
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (!isObject(value)) return value;
  const keptEntries = Object.entries(value).flatMap(([name, item]) => {
    const child = childOf(schema, name);
    if (!child) return [[name, item]];
    const rest = withoutInventions(child, item);
    return isInvented(child, item, rest) ? [] : [[name, rest]];
  });
  return Object.fromEntries(keptEntries) as JsonObject;
}

function isInvented(
  schema: JsonObject,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): boolean {
  if (before === undefined) return true;
  if (Array.isArray(before) && before.every(isNothing)) return true;
  if (isObject(after)) return Object.keys(after).length === 0;
  return (
    schema.default !== undefined &&
    JSON.stringify(before) === JSON.stringify(schema.default)
  );
}

const isNothing = (item: JsonValue | undefined): boolean =>
  item === undefined ||
  item === null ||
  (isObject(item) && Object.values(item).every(isNothing));
