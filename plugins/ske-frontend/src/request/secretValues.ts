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

/** A name for a secret that no other one has; it need not be hard to guess. */
export const newSecretName = () =>
  secretName(`${Date.now().toString(36)}${Math.random().toString(36)}`);

/**
 * Takes the secrets out of the values that a form begins with, so that neither
 * its parameters nor a draft ever have them.
 *
 * @param pages - schemas of the form's pages, with their `ui:` keys
 */
export function takeSecrets<T extends Record<string, JsonValue>>(
  values: T,
  pages: JsonObject[],
): { values: T; secrets: Record<string, string> } {
  const secrets: Record<string, string> = {};
  const take = (value: JsonValue, schemas: JsonObject[]): JsonValue => {
    if (typeof value === 'string') {
      const secret = schemas.some(one => one['ui:field'] === SECRET_FIELD);
      if (!secret || secretNameOf(value)) return value;
      const name = newSecretName();
      secrets[name] = value;
      return secretPlaceholder(name);
    }
    if (Array.isArray(value)) {
      const items = below(schemas, one => one.items);
      return value.map(item => take(item, items));
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        take(
          item as JsonValue,
          below(schemas, one => (one.properties as JsonObject)?.[key]),
        ),
      ]),
    );
  };
  return { values: take(values, pages) as T, secrets };
}

const below = (
  schemas: JsonObject[],
  child: (schema: JsonObject) => JsonValue | undefined,
) => schemas.map(child).filter(isObject) as JsonObject[];

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
