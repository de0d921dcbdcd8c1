import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { emptyValue, kindOf, propertiesOf, typesOf } from './fieldSchema';

/** From the root of the form to a value: names of properties, numbers of items. */
export type Path = readonly string[];

/**
 * The id of a field's control: another one for each path. The same as forms of
 * rjsf give it, but for names with `_`, spaces or `%`.
 */
export const fieldId = (rootId: string, path: Path): string =>
  [rootId, ...path.map(idPart)].join('_');

/** Ids that the field at a path of the request may have: ours, and that of rjsf. */
export const fieldIds = (path: Path): string[] => [
  fieldId('root', path),
  ['root', ...path].join('_'),
];

/** A name as a part of an id. Spaces would make a list of ids of it. */
export const idPart = (name: string): string =>
  name.replace(
    /[\s_%]/g,
    letter => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** The value at a path; undefined where there is none. */
export function valueAt(root: unknown, path: Path): JsonValue | undefined {
  let value: unknown = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value as JsonValue | undefined;
}

/**
 * The same value with another one at a path; everything beside the path is the
 * same object as before. `undefined` leaves the property out. Objects on the way
 * that are not there are made.
 */
export function withValueAt<T>(
  root: T,
  path: Path,
  value: JsonValue | undefined,
): T {
  if (path.length === 0) return value as T;
  const [key, ...rest] = path;
  if (Array.isArray(root)) {
    const index = Number(key);
    const items = [...root];
    items[index] = withValueAt(root[index], rest, value);
    return items as T;
  }
  const object: JsonObject = isObject(root) ? root : {};
  const present = Object.hasOwn(object, key) ? object[key] : undefined;
  const next = withValueAt<JsonValue | undefined>(present, rest, value);
  if (next === undefined) {
    if (!Object.hasOwn(object, key)) return root;
    const { [key]: _, ...others } = object;
    return others as T;
  }
  return next === present ? root : ({ ...object, [key]: next } as T);
}

/**
 * What is sent for a value of the form. Only what must be there and has exactly
 * one sensible beginning is added: an object, a map or a list that is required,
 * and `false` for a required boolean that nobody ticked. Nulls where the API
 * has none and properties without a value are left out, as the server does.
 */
export function completed(
  schema: JsonObject,
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!isObject(items)) return value;
    return sameOr(
      value,
      value.map(item => completed(items, item) as JsonValue),
    );
  }
  if (!isObject(value)) return value;
  const givenEntries = Object.entries(value).flatMap(([key, item]) => {
    const child = childOf(schema, key);
    // An entry of a map that has no value yet is somebody's to fill in.
    const hasFixedFields = !isObject(schema.additionalProperties);
    if (item === undefined && hasFixedFields) return [];
    if (item === null && child && !hasNull(child)) return [];
    return [[key, child ? completed(child, item) : item] as const];
  });
  const names = new Set(givenEntries.map(([key]) => key));
  const addedEntries = propertiesOf(schema).flatMap(
    ({ name, schema: child, required }) => {
      const start = required && !names.has(name) ? beginning(child) : undefined;
      return start === undefined
        ? []
        : [[name, completed(child, start)] as const];
    },
  );
  return sameOr(
    value,
    Object.fromEntries([...givenEntries, ...addedEntries]) as JsonObject,
  );
}

/** The schema of a property or of a map's value. */
export function childOf(
  schema: JsonObject,
  key: string,
): JsonObject | undefined {
  const { properties, additionalProperties } = schema;
  if (isObject(properties) && Object.hasOwn(properties, key)) {
    const child = properties[key];
    return isObject(child) ? child : undefined;
  }
  return isObject(additionalProperties) ? additionalProperties : undefined;
}

/** The schema of what a key leads to: an item of a list, a property or an entry. */
export const schemaUnder = (
  schema: JsonObject,
  key: string,
): JsonObject | undefined =>
  isObject(schema.items) ? schema.items : childOf(schema, key);

const beginning = (schema: JsonObject): JsonValue | undefined =>
  kindOf(schema) === 'boolean' ? false : emptyValue(schema);

/** Without a type anything may be null. */
const hasNull = (schema: JsonObject) =>
  typesOf(schema).length === 0 ||
  (Array.isArray(schema.type) && schema.type.includes('null'));

/** The value itself where nothing is different, so that it is not drawn anew. */
function sameOr<T extends JsonValue>(before: T, after: T): T {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.every((item, index) => item === after[index])
      ? before
      : after;
  }
  const keys = Object.keys(before as JsonObject);
  const isSame =
    keys.length === Object.keys(after as JsonObject).length &&
    keys.every(
      key => (before as JsonObject)[key] === (after as JsonObject)[key],
    );
  return isSame ? before : after;
}
