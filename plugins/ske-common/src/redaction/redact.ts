import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject } from '../kubernetes/json';
import { FORM_HINTS_KEYWORD } from '../kubernetes/keywords';
import { isSecretField, isSecretText } from './looksSecret';

/** Stands for a secret wherever something is stored or shown. @public */
export const MASK = '********';

/** Whether a field of a CRD holds a secret: a text with `format: password` or the hint `widget: password`. */
export const isSecret = (node: JsonObject) =>
  node.type === 'string' &&
  (node.format === 'password' ||
    at(node, FORM_HINTS_KEYWORD, 'widget') === 'password');

/**
 * A value with {@link MASK} for each secret in it: the one redaction before
 * anything is stored, logged, shown or sent. Secrets are what the schema says;
 * where it says nothing, what looks like one by its key; and what looks like one
 * by itself.
 *
 * @param schema - of the value, as the CRD has it; absent where there is none
 * @param mask - what stands for a secret at a path; default: {@link MASK}
 * @public
 */
export const redact = (
  value: JsonValue,
  schema?: JsonObject,
  mask: (path: string[]) => string = () => MASK,
): JsonValue =>
  mapSecretsOf(value, schema, ROOT, (secret, place) =>
    secret === '' ? secret : mask(pathOf(place)),
  );

/**
 * The texts that {@link redact} masks; an empty one is none. What is no text in
 * such a place is refused by the API server, and is a secret all the same: each
 * number in it, and each key.
 *
 * @param schema - of the value, as the CRD has it
 * @public
 */
export function secretsIn(value: JsonValue, schema?: JsonObject): string[] {
  const secrets: string[] = [];
  mapSecretsOf(value, schema, ROOT, secret => {
    secrets.push(...textsIn(secret));
    return secret;
  });
  return secrets;
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

/** A place in a value: made for each part of it, and seldom written out. */
export interface Place {
  parent?: Place;
  key: string;
  /** Its own key; for an item of a list, the key of the list. */
  field: string;
}

export const ROOT: Place = { key: '', field: '' };

export function pathOf({ parent, key }: Place): string[] {
  return parent ? [...pathOf(parent), key] : [];
}

/** Maps each item of a list or object; returns the same object if none changed. */
export function mapItems(
  value: JsonValue[] | JsonObject,
  place: Place,
  map: (item: JsonValue, place: Place) => JsonValue,
): JsonValue {
  const isList = Array.isArray(value);
  const items = value as JsonObject;
  let copy: JsonObject | undefined;
  for (const key of Object.keys(items)) {
    const item = items[key] as JsonValue;
    const field = isList ? place.field : key;
    const next = map(item, { parent: place, key, field });
    if (next === item) continue;
    copy ??= (isList ? [...value] : { ...value }) as JsonObject;
    copy[key] = next;
  }
  return (copy ?? value) as JsonValue;
}

export function mapSecretsOf(
  value: JsonValue,
  schema: JsonObject | undefined,
  place: Place,
  replace: (secret: JsonValue, place: Place) => JsonValue,
  /** Whether the schema declares this field by name, not only by additionalProperties. */
  isNamed = true,
): JsonValue {
  if (schema && isSecret(schema)) return replace(value, place);
  if (typeof value === 'object' && value !== null) {
    const items = isObject(schema?.items) ? schema.items : undefined;
    const isList = Array.isArray(value);
    return mapItems(value as JsonObject, place, (item, itemPlace) =>
      mapSecretsOf(
        item,
        isList ? items : schema && schemaOf(schema, itemPlace.key),
        itemPlace,
        replace,
        isList ? isNamed : isObject(at(schema?.properties, itemPlace.key)),
      ),
    );
  }
  if (value === MASK) return value;
  // A key of a map is chosen by the user, so it may name a secret even where the
  // API declares the type of its values.
  const isDeclared = isNamed && schema?.type !== undefined;
  const looksLikeSecret =
    (typeof value === 'string' && isSecretText(value)) ||
    (!isDeclared && isSecretField(place.field, value));
  return looksLikeSecret ? replace(value, place) : value;
}

/** The schema of a field; undefined where its schema does not name it. */
function schemaOf(
  { properties, additionalProperties }: JsonObject,
  name: string,
): JsonObject | undefined {
  const fieldSchema = at(properties, name);
  if (isObject(fieldSchema)) return fieldSchema;
  return isObject(additionalProperties) ? additionalProperties : undefined;
}

/** What stands in the place of a value that looks secret. @public */
export const HIDDEN = '(hidden)';

/**
 * A copy of a status in which values that look secret are replaced by
 * {@link HIDDEN}. Used before a status leaves the backend for a page.
 *
 * @public
 */
export const withoutSecrets = (value: JsonObject): JsonObject =>
  redact(value, undefined, () => HIDDEN) as JsonObject;
