import type { JsonObject, JsonValue } from '@backstage/types';
import { deepEquals } from '@rjsf/utils';
import {
  fillSecrets,
  isObject,
  mapValues,
  MASK,
  maskSecrets,
  SECRET_FIELD,
  secretName,
  secretNameOf,
  secretPlaceholder,
} from '@syntasso/plugin-ske-common';
import { childOf, type Path } from './values';

/** A name for a secret that no other one has; it need not be hard to guess. */
export const newSecretName = () =>
  secretName(`${Date.now().toString(36)}${Math.random().toString(36)}`);

/**
 * Takes the secrets out of the values that a form begins with, so that neither
 * its parameters nor a draft ever have them.
 *
 * @param schema - of the values, with its `ui:` keys
 * @param nameAt - the name of the secret at a path; a new one by default
 * @param isOurs - whether a name in the values is one that this form has given;
 * another one's would give away what is typed here
 */
export function takeSecrets<T extends object>(
  values: T,
  schema: JsonObject,
  nameAt: (path: string) => string = newSecretName,
  isOurs: (name: string) => boolean = () => true,
): { values: T; secrets: Record<string, string> } {
  const secrets: Record<string, string> = {};
  const take = (
    value: JsonValue,
    schemas: JsonObject[],
    path: string,
  ): JsonValue => {
    if (typeof value === 'string') {
      const secret = schemas.some(one => one['ui:field'] === SECRET_FIELD);
      const known = secretNameOf(value);
      if (!secret || value === '' || (known && isOurs(known))) return value;
      const name = nameAt(path);
      secrets[name] = value;
      return secretPlaceholder(name);
    }
    if (Array.isArray(value)) {
      const items = schemas.flatMap(({ items: one }) =>
        isObject(one) ? withBranches(one) : [],
      );
      return value.map((item, index) => take(item, items, `${path}[${index}]`));
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
            `${path}.${key}`,
          ),
        ];
      }),
    );
  };
  return {
    values: take(values as JsonObject, withBranches(schema), '') as T,
    secrets,
  };
}

/** A value with a mask for each of its secrets, as its schema tells them. */
export const maskedBy = <T extends object>(schema: JsonObject, value: T): T =>
  maskSecrets(takeSecrets(value, schema).values);

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
 *
 * @param schema - of the values; without it only the names are known
 * @param onSecret - told where each one was
 */
export function forgetSecrets(
  value: JsonValue,
  schema?: JsonObject,
  onSecret: (path: Path) => void = () => {},
  path: Path = [],
): JsonValue | undefined {
  if (typeof value === 'string') {
    const asterisks = schema && isSecretOfBackstage(schema);
    const isSecret =
      secretNameOf(value) !== undefined || (asterisks && /^\*+$/.test(value));
    if (!isSecret) return value;
    onSecret(path);
    return undefined;
  }
  const inside = (
    item: JsonValue,
    child: JsonObject | undefined,
    key: string,
  ) => forgetSecrets(item, child, onSecret, [...path, key]);
  if (Array.isArray(value)) {
    const items = isObject(schema?.items) ? schema.items : undefined;
    return value.map(
      (item, index) => inside(item, items, String(index)) ?? null,
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(
        ([key, item]) =>
          [
            key,
            inside(item as JsonValue, schema && childOf(schema, key), key),
          ] as const,
      )
      .filter(([, item]) => item !== undefined),
  ) as JsonObject;
}

const isSecretOfBackstage = (schema: JsonObject) =>
  schema['ui:field'] === 'Secret' || schema['ui:widget'] === 'password';

/**
 * Puts back what a draft does not keep: the secrets that the object has had
 * before, where the draft has none. An item of a list gets them back only if it
 * is the same in all else: its place may be another one's by now.
 *
 * @param fresh - what a form without a draft begins with
 */
export function recalled(draft: JsonValue, fresh: JsonValue): JsonValue {
  if (Array.isArray(draft)) {
    const items = Array.isArray(fresh) ? fresh : [];
    return draft.map(
      item =>
        items.find(one => deepEquals(forgetSecrets(one) ?? null, item)) ?? item,
    );
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
