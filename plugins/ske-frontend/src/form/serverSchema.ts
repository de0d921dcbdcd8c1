import type { JsonObject, JsonValue } from '@backstage/types';
import {
  DEFAULT_KEYWORD,
  FORMAT_KEYWORD,
  isObject,
} from '@syntasso/plugin-ske-common';
import { isNullable, typesOf } from './fieldSchema';

const serverSchemas = new WeakMap<JsonObject, JsonObject>();

/**
 * A schema of a form as the CRD had it, for what is defined on schemas of
 * Kubernetes, such as CEL rules. Made once for each schema.
 */
export function serverSchema(form: JsonObject): JsonObject {
  const cached = serverSchemas.get(form);
  if (cached) return cached;
  const {
    [FORMAT_KEYWORD]: format,
    [DEFAULT_KEYWORD]: value,
    ...others
  } = form;
  const [type] = typesOf(form);
  const result: JsonObject = {
    ...others,
    ...(format === undefined ? {} : { format }),
    ...(value === undefined ? {} : { default: value }),
    ...(type === undefined ? {} : { type }),
    ...(isNullable(form) ? { nullable: true } : {}),
    ...mapped('properties', form.properties),
    ...(isObject(form.items) ? { items: serverSchema(form.items) } : {}),
    ...(isObject(form.additionalProperties)
      ? { additionalProperties: serverSchema(form.additionalProperties) }
      : {}),
  };
  serverSchemas.set(form, result);
  return result;
}

/** Whether a schema has rules that the API server evaluates. */
export function hasRules(schema: JsonValue | undefined): boolean {
  if (Array.isArray(schema)) return schema.some(hasRules);
  if (!isObject(schema)) return false;
  return Object.entries(schema).some(([key, value]) =>
    key === 'x-kubernetes-validations' ? true : hasRules(value),
  );
}

function mapped(key: string, children: JsonValue | undefined): JsonObject {
  if (!isObject(children)) return {};
  return {
    [key]: Object.fromEntries(
      Object.entries(children).map(([name, child]) => [
        name,
        isObject(child) ? serverSchema(child) : child,
      ]),
    ),
  };
}
