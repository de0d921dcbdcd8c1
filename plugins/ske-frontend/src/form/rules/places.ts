import { isObject } from '@syntasso/plugin-ske-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import { itemIdentity } from '../fieldSchema';
import { isResourceRoot, itemSchema, schemaOfKey } from './schemaNode';
import { withDefaults } from './withDefaults';

/** A value within the checked one, with its schema. */
export interface Place {
  schema: JsonObject;
  value: JsonValue;
  /** Its stored value, where the server can tell which one that is. */
  stored: JsonValue | undefined;
  /** The stored value for rules that speak of it; absent in what is atomic. */
  old: JsonValue | undefined;
  path: (string | number)[];
  around: Place | undefined;
}

/** The checked value itself, as the server will have it; undefined when there is none. */
export function rootPlace(
  schema: JsonObject,
  value: JsonValue | undefined,
  oldValue: JsonValue | undefined,
): Place | undefined {
  if (!isObject(schema) || !isGiven(value)) return undefined;
  const storedValue = isGiven(oldValue)
    ? asStored(schema, oldValue)
    : undefined;
  return {
    schema,
    value: asStored(schema, value),
    stored: storedValue,
    old: storedValue,
    path: [],
    around: undefined,
  };
}

/** The values directly in one. */
export function placesIn(place: Place): Place[] {
  const { schema, value } = place;
  if (Array.isArray(value)) {
    const items = itemSchema(schema);
    const storedByIndex = storedItems(schema, value, place.stored);
    const oldByIndex = storedItems(schema, value, place.old);
    return value.flatMap((item, at) =>
      placeIn(place, at, items, item, storedByIndex[at], oldByIndex[at]),
    );
  }
  if (!isObject(value)) return [];
  const isAtomic = schema['x-kubernetes-map-type'] === 'atomic';
  const storedByKey = fieldsOf(place.stored);
  const oldByKey = fieldsOf(isAtomic ? undefined : place.old);
  return Object.entries(value).flatMap(([key, item]) =>
    placeIn(
      place,
      key,
      schemaOfKey(schema, key),
      item,
      storedByKey.get(key),
      oldByKey.get(key),
    ),
  );
}

/**
 * Whether this value, or one around it, is as stored. The server lets such a
 * value be (but for rules about the change itself).
 */
export function isUnchanged(place: Place): boolean {
  let result = unchanged.get(place);
  if (result === undefined) {
    const { value, stored, around } = place;
    result =
      (around !== undefined && isUnchanged(around)) ||
      (stored !== undefined && sortedText(value) === sortedText(stored));
    unchanged.set(place, result);
  }
  return result;
}

const unchanged = new WeakMap<Place, boolean>();

function placeIn(
  around: Place,
  key: string | number,
  schema: JsonObject | undefined,
  value: JsonValue | undefined,
  stored: JsonValue | undefined,
  old: JsonValue | undefined,
): Place[] {
  if (!schema || !isGiven(value)) return [];
  return [
    {
      schema,
      value,
      stored: stored ?? undefined,
      old: old ?? undefined,
      path: [...around.path, key],
      around,
    },
  ];
}

const fieldsOf = (value: JsonValue | undefined) =>
  new Map(isObject(value) ? Object.entries(value) : []);

const isGiven = (value: JsonValue | undefined): value is JsonValue =>
  value !== undefined && value !== null;

function asStored(schema: JsonObject, value: JsonValue): JsonValue {
  const valueWithDefaults = withDefaults(schema, value);
  if (!isResourceRoot(schema) || !isObject(valueWithDefaults))
    return valueWithDefaults;
  // A request cannot set the status.
  const { status, ...rest } = valueWithDefaults;
  return rest;
}

/**
 * The stored item for each item of a list. Only lists whose items have keys
 * (`x-kubernetes-list-type: map`) have such items.
 */
function storedItems(
  schema: JsonObject,
  items: JsonValue[],
  storedList: JsonValue | undefined,
): (JsonValue | undefined)[] {
  if (!Array.isArray(storedList)) return [];
  const storedByIdentity = new Map(
    storedList.map(item => [itemIdentity(schema, item), item]),
  );
  storedByIdentity.delete(undefined);
  return items.map(item => storedByIdentity.get(itemIdentity(schema, item)));
}

/** The same text for values that differ only in the order of keys and items. */
function sortedText(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(sortedText).sort().join()}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${sortedText(item)}`,
  );
  return `{${entries.sort().join()}}`;
}
