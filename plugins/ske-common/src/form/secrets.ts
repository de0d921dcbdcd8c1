import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject, mapValues } from '../kubernetes/json';
import { FORM_HINTS_KEYWORD, SHORT_PATTERN_KEYWORD } from './keywords';

/** What stands for a secret wherever something is kept or shown. @public */
export const MASK = '********';

/** Name of the field extension that takes a secret. @public */
export const SECRET_FIELD = 'SkeSecret';

/**
 * What a form has in place of a secret: the name that it has among the secrets
 * of the task. The value itself is in no form, no parameter and no draft.
 *
 * @public
 */
export const secretPlaceholder = (name: string) => `ske-secret:${name}`;

const PLACEHOLDER = /^ske-secret:(SKE_FIELD_[A-Za-z0-9]{1,40})$/;

/** Name of a secret that a form asks for, from something random. @public */
export const secretName = (random: string) =>
  `SKE_FIELD_${random.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;

/** The name in a placeholder; undefined for any other value. @public */
export const secretNameOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? PLACEHOLDER.exec(value)?.[1] : undefined;

/** Whether a field of a CRD holds a secret: a text with `format: password`. */
export const isSecret = (node: JsonObject) =>
  node.type === 'string' &&
  (node.format === 'password' ||
    at(node, FORM_HINTS_KEYWORD, 'widget') === 'password');

/**
 * A value with {@link MASK} for what its schema calls a secret.
 *
 * @param schema - of the value, as the CRD has it
 * @public
 */
export const maskSecretFields = (
  value: JsonValue,
  schema: JsonObject,
): JsonValue =>
  mapSecretFields(value, schema, secret => (secret === '' ? secret : MASK));

/**
 * The texts that a schema calls secrets; an empty one is none. What is no text
 * in such a place is refused by the API server, and is a secret all the same:
 * each number in it, and each key.
 *
 * @param schema - of the value, as the CRD has it
 * @public
 */
export function secretsIn(value: JsonValue, schema: JsonObject): string[] {
  const found: string[] = [];
  mapSecretFields(value, schema, secret => {
    found.push(...textsIn(secret));
    return secret;
  });
  return found;
}

function textsIn(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) {
    return value === '' || value === null ? [] : [String(value)];
  }
  return Object.entries(value).flatMap(([key, item]) => [
    key,
    ...textsIn(item as JsonValue),
  ]);
}

function mapSecretFields(
  value: JsonValue,
  schema: JsonObject,
  replace: (secret: JsonValue) => JsonValue,
): JsonValue {
  if (isSecret(schema)) return replace(value);
  const { items, properties, additionalProperties } = schema;
  if (Array.isArray(value)) {
    return isObject(items)
      ? value.map(item => mapSecretFields(item, items, replace))
      : value;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const named = at(properties, key);
      const child = isObject(named) ? named : additionalProperties;
      return [
        key,
        isObject(child)
          ? mapSecretFields(item as JsonValue, child, replace)
          : item,
      ];
    }),
  );
}

/** What only the value can be held against. */
const LIMITS = ['minLength', 'maxLength', 'pattern', SHORT_PATTERN_KEYWORD];

/**
 * The field of a secret. Its limits are for the value, and what the form has is
 * only a name: so they are for the field to check.
 */
export function secretField(schema: JsonObject): JsonObject {
  const limits = Object.fromEntries(
    LIMITS.filter(key => schema[key] !== undefined).map(key => [
      key,
      schema[key],
    ]),
  );
  const { default: _, enum: __, ...others } = schema;
  LIMITS.forEach(key => delete others[key]);
  return {
    ...others,
    'ui:field': SECRET_FIELD,
    // The Create page shows what was filled in before it is sent.
    'ui:backstage': { review: { mask: MASK } },
    'ui:options': {
      ...(schema['ui:options'] as JsonObject | undefined),
      ...limits,
    },
  };
}

/**
 * Puts secrets where a form has their names.
 *
 * @param value - a manifest, or a part of one
 * @param secrets - by name, as the scaffolder has them
 * @returns the value, and the paths of those that are not among the secrets
 * @public
 */
export function fillSecrets<T extends object>(
  value: T,
  secrets: Record<string, string>,
): { value: T; missing: string[] } {
  const missing: string[] = [];
  const filled = mapValues(value as JsonObject, (item, path) => {
    const name = secretNameOf(item);
    if (name === undefined) return undefined;
    if (secrets[name] === undefined) missing.push(path);
    return secrets[name] ?? '';
  });
  return { value: filled as T, missing };
}

/** A value with {@link MASK} for each of its secrets, to be looked at. @public */
export const maskSecrets = <T extends object>(value: T): T =>
  mapValues(value as JsonObject, item =>
    secretNameOf(item) === undefined ? undefined : MASK,
  ) as T;
