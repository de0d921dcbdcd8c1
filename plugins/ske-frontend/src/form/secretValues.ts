import type { JsonObject, JsonValue } from '@backstage/types';
import {
  fillSecrets,
  isObject,
  mapValues,
  MASK,
  SECRET_FIELD,
  secretName,
  secretNameOf,
  secretPlaceholder,
} from '@syntasso/plugin-ske-common';
import { childOf } from './values';

/** A name for a secret that no other one has; it need not be hard to guess. */
export const newSecretName = () =>
  secretName(`${Date.now().toString(36)}${Math.random().toString(36)}`);

/**
 * Takes the secrets out of the values that a form begins with, so that neither
 * its parameters nor a draft ever have them.
 *
 * @param schema - of the values, with its `ui:` keys
 */
export function takeSecrets<T extends Record<string, JsonValue>>(
  values: T,
  schema: JsonObject,
): { values: T; secrets: Record<string, string> } {
  const secrets: Record<string, string> = {};
  const take = (value: JsonValue, schemas: JsonObject[]): JsonValue => {
    if (typeof value === 'string') {
      const secret = schemas.some(one => one['ui:field'] === SECRET_FIELD);
      if (!secret || value === '' || secretNameOf(value)) return value;
      const name = newSecretName();
      secrets[name] = value;
      return secretPlaceholder(name);
    }
    if (Array.isArray(value)) {
      const items = schemas.flatMap(({ items: one }) =>
        isObject(one) ? withBranches(one) : [],
      );
      return value.map(item => take(item, items));
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const children = schemas.map(one => childOf(one, key)).filter(isObject);
        return [
          key,
          take(
            item as JsonValue,
            children.flatMap(one => withBranches(one)),
          ),
        ];
      }),
    );
  };
  return { values: take(values, withBranches(schema)) as T, secrets };
}

/** A schema and all that it may be besides. */
function withBranches(schema: JsonObject): JsonObject[] {
  const branches = [schema.oneOf, schema.anyOf, schema.allOf].flatMap(
    objectsIn,
  );
  return [schema, ...branches.flatMap(one => withBranches(one))];
}

const objectsIn = (list: JsonValue | undefined): JsonObject[] =>
  Array.isArray(list) ? list.filter(isObject) : [];

/**
 * Masks in one object what are secrets in another of the same shape.
 *
 * @param form - has the names of secrets where their values belong
 */
export function maskedLike<T extends object>(shown: T, form: object): T {
  const secret = new Set(fillSecrets(form, {}).missing);
  return mapValues(shown as JsonObject, (_, path) =>
    secret.has(path) ? MASK : undefined,
  ) as T;
}

/**
 * The values without secrets: neither their names, which mean nothing later, nor
 * the asterisks that Backstage's own Secret field has.
 */
export function forgetSecrets(value: JsonValue): JsonValue | undefined {
  if (typeof value === 'string') {
    return secretNameOf(value) || /^\*+$/.test(value) ? undefined : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => forgetSecrets(item) ?? null);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, forgetSecrets(item as JsonValue)] as const)
      .filter(([, item]) => item !== undefined),
  ) as JsonObject;
}

/**
 * Puts back what a draft does not keep: the secrets that the object has had
 * before, where the draft has none.
 *
 * @param fresh - what a form without a draft begins with
 */
export function recalled(draft: JsonValue, fresh: JsonValue): JsonValue {
  if (Array.isArray(draft)) {
    const items = Array.isArray(fresh) ? fresh : [];
    return draft.map((item, index) => recalled(item, items[index] ?? null));
  }
  if (!isObject(draft) || !isObject(fresh)) return draft;
  const lost = Object.entries(fresh).filter(
    ([key, value]) => draft[key] === undefined && secretNameOf(value),
  );
  return Object.fromEntries([
    ...Object.entries(draft).map(([key, value]) => [
      key,
      recalled(value as JsonValue, (fresh[key] ?? null) as JsonValue),
    ]),
    ...lost,
  ]) as JsonObject;
}
