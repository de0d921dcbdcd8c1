import type { JsonObject, JsonValue } from '@backstage/types';
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
  storedSecretMark,
} from '@syntasso/plugin-ske-common';
import { childOf, withValueAt, type Path } from './values';

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
      const isSecret = schemas.some(
        candidate => candidate['ui:field'] === SECRET_FIELD,
      );
      const knownName = secretNameOf(value);
      if (!isSecret || value === '' || (knownName && isOurs(knownName)))
        return value;
      const name = nameAt(path);
      secrets[name] = value;
      return secretPlaceholder(name);
    }
    if (Array.isArray(value)) {
      const items = schemas.flatMap(({ items: itemSchema }) =>
        isObject(itemSchema) ? withBranches(itemSchema) : [],
      );
      return value.map((item, index) => take(item, items, `${path}[${index}]`));
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const children = schemas
          .map(parentSchema => childOf(parentSchema, key))
          .filter(isObject);
        return [
          key,
          take(
            item as JsonValue,
            children.flatMap(withBranches),
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
  return [schema, ...branches.flatMap(branch => withBranches(branch))];
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
 * The values without secrets: neither what stands where the schema has one, nor
 * the names of others, which mean nothing later, nor the asterisks that
 * Backstage's own Secret field has.
 *
 * @param schema - of the values; without it only the names are known
 * @param onSecret - told where each one was, and its name if it had one
 */
export function forgetSecrets(
  value: JsonValue,
  schema?: JsonObject,
  onSecret: (path: Path, name: string | undefined) => void = () => {},
): JsonValue | undefined {
  const forget = (
    item: JsonValue,
    schemas: JsonObject[],
    path: Path,
  ): JsonValue | undefined => {
    const name = secretNameOf(item);
    const isSecret =
      name !== undefined ||
      (item !== '' && schemas.some(isSecretField)) ||
      (typeof item === 'string' &&
        /^\*+$/.test(item) &&
        schemas.some(isSecretOfBackstage));
    if (isSecret) {
      onSecret(path, name);
      return undefined;
    }
    if (Array.isArray(item)) {
      const items = schemas.flatMap(schemaOfList =>
        isObject(schemaOfList.items) ? withBranches(schemaOfList.items) : [],
      );
      return item.map(
        (element, index) =>
          forget(element, items, [...path, String(index)]) ?? null,
      );
    }
    if (!isObject(item)) return item;
    const keptEntries = Object.entries(item).map(([key, child]) => {
      const children = schemas
        .map(parentSchema => childOf(parentSchema, key))
        .filter(isObject);
      const childSchemas = children.flatMap(withBranches);
      return [
        key,
        forget(child as JsonValue, childSchemas, [...path, key]),
      ] as const;
    });
    return Object.fromEntries(
      keptEntries.filter(([, child]) => child !== undefined),
    ) as JsonObject;
  };
  return forget(value, schema ? withBranches(schema) : [], []);
}

const isSecretField = (schema: JsonObject) =>
  schema['ui:field'] === SECRET_FIELD;

const isSecretOfBackstage = (schema: JsonObject) =>
  schema['ui:field'] === 'Secret' || schema['ui:widget'] === 'password';

/** A secret of the object that nobody has touched, as a draft has it: not its value. */
export interface UntouchedSecret {
  /** Where the form has it. */
  path: string[];
  /** Where the object had it. Older drafts have this in place of the mark. */
  from?: string[];
  /** The mark that stands for it: see `storedSecretMark`. */
  stored?: string;
}

/**
 * Puts the marks of stored secrets where a draft has left the secrets as they are. Whether
 * the object still has them is for the platform to say.
 */
export const putMarksBack = <T extends object>(
  draft: T,
  kept: UntouchedSecret[],
): T =>
  kept.reduce((values, { path, from, stored }) => {
    const text = stored ?? (from && storedSecretMark(from));
    return text ? withValueAt(values, path, text) : values;
  }, draft);

const hasSecretsBySchema = new WeakMap<JsonObject, boolean>();

/** Whether there is a secret anywhere in a schema. */
export function hasSecretFields(schema: JsonObject): boolean {
  const cached = hasSecretsBySchema.get(schema);
  if (cached !== undefined) return cached;
  const hasSecret = Object.entries(schema).some(([key, value]) =>
    key === 'ui:field'
      ? value === SECRET_FIELD
      : [value].flat().some(child => isObject(child) && hasSecretFields(child)),
  );
  hasSecretsBySchema.set(schema, hasSecret);
  return hasSecret;
}
