import { isObject } from '@syntasso/plugin-ske-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { CompiledRule } from './compileRule';

const TEXT = { type: 'string' };
const NAMES = { name: TEXT, generateName: TEXT };
/** The fields by which the root of a CRD's schema is known. */
const OF_EVERY_RESOURCE = ['apiVersion', 'kind', 'metadata'];

/** The schema of a list's items. */
export const itemSchema = (schema: JsonObject): JsonObject | undefined =>
  isObject(schema.items) ? schema.items : undefined;

/** The schema of a map's values. */
export const entrySchema = (schema: JsonObject): JsonObject | undefined =>
  !isObject(schema.properties) && isObject(schema.additionalProperties)
    ? schema.additionalProperties
    : undefined;

/** The schema of what an object or a map has under a key. */
export function schemaOfKey(
  schema: JsonObject,
  key: string,
): JsonObject | undefined {
  const { properties } = schema;
  if (!isObject(properties)) return entrySchema(schema);
  if (!Object.hasOwn(properties, key)) return undefined;
  const property = properties[key];
  return isObject(property) ? property : undefined;
}

/**
 * As {@link schemaOfKey}, for what rules can see. They may ask any resource for
 * its kind and name, whatever its schema says.
 */
export function visibleSchemaOfKey(
  schema: JsonObject,
  key: string,
): JsonObject | undefined {
  let visibleSchema = schemaOfKey(schema, key);
  if (isOfResource(schema, key)) {
    visibleSchema ??= key === 'metadata' ? { type: 'object' } : TEXT;
    if (key === 'metadata') {
      const properties = isObject(visibleSchema.properties)
        ? visibleSchema.properties
        : {};
      visibleSchema = {
        ...visibleSchema,
        properties: { ...NAMES, ...properties },
      };
    }
  }
  return visibleSchema && hasType(visibleSchema) ? visibleSchema : undefined;
}

/** Whether the node describes a whole resource as a CRD does. */
export function isResourceRoot(schema: JsonObject): boolean {
  const { properties } = schema;
  return (
    isObject(properties) &&
    OF_EVERY_RESOURCE.every(key => Object.hasOwn(properties, key))
  );
}

/**
 * Whether a rule of the root speaks of something that only the server adds:
 * a name, the status.
 */
export function needsTheWholeResource(
  { mentions }: CompiledRule,
  { schema, value }: { schema: JsonObject; value: JsonValue },
): boolean {
  if (!isResourceRoot(schema)) return false;
  if (mentions('status')) return true;
  const resource = isObject(value) ? value : {};
  const hasName = isObject(resource.metadata) && resource.metadata.name;
  return (
    (mentions('metadata') && !hasName) ||
    (mentions('apiVersion') && !resource.apiVersion) ||
    (mentions('kind') && !resource.kind)
  );
}

/** Whether what no schema speaks of is kept; elsewhere the server drops it. */
export const keepsUnknown = (schema: JsonObject, key: string): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true ||
  schema.additionalProperties === true ||
  isOfResource(schema, key);

/** Whether it is a field that every resource has, and the server looks after. */
export const isOfResource = (schema: JsonObject, key: string): boolean =>
  isResource(schema) && OF_EVERY_RESOURCE.includes(key);

const isResource = (schema: JsonObject) =>
  schema['x-kubernetes-embedded-resource'] === true || isResourceRoot(schema);

/** Whether CEL has a type for it: not where anything may stand. */
function hasType(schema: JsonObject): boolean {
  if (schema['x-kubernetes-int-or-string'] === true) return true;
  if (schema.type === 'array') {
    const items = itemSchema(schema);
    return items !== undefined && hasType(items);
  }
  if (schema.type === 'object') {
    const entries = entrySchema(schema);
    return entries === undefined || hasType(entries);
  }
  return ['string', 'number', 'integer', 'boolean'].includes(
    String(schema.type),
  );
}
