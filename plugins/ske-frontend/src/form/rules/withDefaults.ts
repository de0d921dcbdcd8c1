import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import {
  isOfResource,
  itemSchema,
  keepsUnknown,
  schemaOfKey,
} from './schemaNode';

/**
 * A copy of a value as the server has it when rules run: defaults of the
 * schema in place of what is absent, also within defaults; null where null is
 * not allowed counts as absent; fields the schema does not know are dropped.
 */
export function withDefaults(
  schema: JsonObject | undefined,
  value: JsonValue,
): JsonValue {
  if (Array.isArray(value)) {
    const items = schema && itemSchema(schema);
    return value.map(item =>
      withDefaults(items, refusesNull(items, item) ? defaultOf(items) : item),
    );
  }
  if (!isObject(value) || !schema) return value;
  const entries: [string, JsonValue][] = [];
  for (const [key, givenItem] of Object.entries(value)) {
    const inner = schemaOfKey(schema, key);
    const isRefused = refusesNull(inner, givenItem);
    const item = isRefused ? defaultOf(inner) : givenItem;
    const isDropped = isRefused
      ? item === null
      : !inner && !keepsUnknown(schema, key);
    if (item === undefined || isDropped) continue;
    const schemaOfItem = isOfResource(schema, key) ? undefined : inner;
    entries.push([key, withDefaults(schemaOfItem, item)]);
  }
  const properties = isObject(schema.properties) ? schema.properties : {};
  for (const [key, inner] of Object.entries(properties)) {
    if (!isObject(inner) || Object.hasOwn(value, key)) continue;
    const item = defaultOf(inner);
    if (item !== null) entries.push([key, withDefaults(inner, item)]);
  }
  return Object.fromEntries(entries);
}

const refusesNull = (
  schema: JsonObject | undefined,
  value: JsonValue | undefined,
) => value === null && schema !== undefined && schema.nullable !== true;

/** Null when there is none: null itself cannot be a default. */
const defaultOf = (schema: JsonObject | undefined): JsonValue =>
  schema?.default ?? null;
