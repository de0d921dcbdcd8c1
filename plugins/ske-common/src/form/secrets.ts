import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject, mapValues } from '../kubernetes/json';
import { FORM_HINTS_KEYWORD, SHORT_PATTERN_KEYWORD } from './keywords';
import { isSecretField, isSecretText } from './looksSecret';

/** Stands for a secret wherever something is stored or shown. @public */
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
  const found: string[] = [];
  mapSecretsOf(value, schema, ROOT, secret => {
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

/** A place in a value: made for each part of it, and seldom written out. */
interface Place {
  parent?: Place;
  key: string;
  /** Its own key; for an item of a list, the key of the list. */
  field: string;
}

const ROOT: Place = { key: '', field: '' };

function pathOf({ parent, key }: Place): string[] {
  return parent ? [...pathOf(parent), key] : [];
}

/** The whole path of a place in a value that is itself at `path`. */
const below = (path: string[], place: Place) => [...path, ...pathOf(place)];

/** Maps each item of a list or object; returns the same object if none changed. */
function mapItems(
  value: JsonValue[] | JsonObject,
  place: Place,
  map: (item: JsonValue, place: Place) => JsonValue,
): JsonValue {
  const isList = Array.isArray(value);
  const items = value as JsonObject;
  let changed: JsonObject | undefined;
  for (const key of Object.keys(items)) {
    const item = items[key] as JsonValue;
    const field = isList ? place.field : key;
    const next = map(item, { parent: place, key, field });
    if (next === item) continue;
    changed ??= (isList ? [...value] : { ...value }) as JsonObject;
    changed[key] = next;
  }
  return (changed ?? value) as JsonValue;
}

function mapSecretsOf(
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
    return mapItems(value as JsonObject, place, (item, inside) =>
      mapSecretsOf(
        item,
        isList ? items : schema && schemaOf(schema, inside.key),
        inside,
        replace,
        isList ? isNamed : isObject(at(schema?.properties, inside.key)),
      ),
    );
  }
  if (value === MASK) return value;
  // A key of a map is chosen by the user, so it may name a secret even where the
  // API declares the type of its values.
  const isDeclared = isNamed && schema?.type !== undefined;
  const looks =
    (typeof value === 'string' && isSecretText(value)) ||
    (!isDeclared && isSecretField(place.field, value));
  return looks ? replace(value, place) : value;
}

/** The schema of a field; undefined where its schema does not name it. */
function schemaOf(
  { properties, additionalProperties }: JsonObject,
  name: string,
): JsonObject | undefined {
  const named = at(properties, name);
  if (isObject(named)) return named;
  return isObject(additionalProperties) ? additionalProperties : undefined;
}

/**
 * What stands for a secret that the platform has, in what is shown of an object:
 * sent back in the same object, it means that the secret stays as it is.
 *
 * @param path - where the object has it, such as `['spec', 'password']`
 * @param item - in a list: what tells its item from others, as letters and digits.
 * The list may be another one by the time it is sent back
 * @public
 */
export const storedSecret = (path: string[], item?: string) =>
  `${MASK} ${path
    .map(part => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')}${item ? ` (${item})` : ''}`;

/** The path in a {@link storedSecret}; undefined for any other value. @public */
export function storedSecretPath(value: unknown): string[] | undefined {
  if (typeof value !== 'string' || !value.startsWith(`${MASK} /`)) {
    return undefined;
  }
  return value
    .slice(MASK.length + 2)
    .replace(ITEM, '')
    .split('/')
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What tells an item of a list from others, at the end of a {@link storedSecret}. */
const ITEM = / \(([a-z0-9]+)\)$/;

/** A value with {@link MASK} for each {@link storedSecret}, to be looked at. @public */
export const maskStored = <T extends object>(value: T): T =>
  mapValues(value as JsonObject, item =>
    storedSecretPath(item) === undefined ? undefined : MASK,
  ) as T;

/**
 * Puts the platform's secrets where a value has what stands for them: a
 * {@link storedSecret}, or {@link MASK} for the one at the same place. One that
 * was moved is put only where a secret belongs, so that nobody gets to read it.
 *
 * @param stored - what the platform has at a path; of a list, the item that was shown
 * @param path - of the value itself
 * @returns the value, and the paths at which nothing is stored
 * @public
 */
export function fillStoredSecrets(
  value: JsonValue,
  schema: JsonObject | undefined,
  stored: (path: string[], item?: string) => JsonValue | undefined,
  path: string[],
): { value: JsonValue; missing: string[] } {
  const missing: string[] = [];
  const fill = (from: string[], to: string[], item?: string) => {
    const found = stored(from, item);
    if (found === undefined) missing.push(to.join('.'));
    return found ?? '';
  };
  const inPlace = mapSecretsOf(value, schema, ROOT, (secret, place) => {
    const to = below(path, place);
    const from = secret === MASK ? to : storedSecretPath(secret);
    return from ? fill(from, to, itemOf(secret)) : secret;
  });
  const whole = mapStored(inPlace, ROOT, (from, place, item) => {
    const to = below(path, place);
    // As text, since a key may have a slash in it.
    if (!from || storedSecret(from) === storedSecret(to)) {
      return fill(to, to, item);
    }
    missing.push(to.join('.'));
    return '';
  });
  return { value: whole, missing };
}

const itemOf = (value: JsonValue): string | undefined =>
  typeof value === 'string' ? ITEM.exec(value)?.[1] : undefined;

function mapStored(
  value: JsonValue,
  place: Place,
  /** Given the path in what stands for it; a bare mask has none. */
  replace: (
    from: string[] | undefined,
    place: Place,
    item?: string,
  ) => JsonValue,
): JsonValue {
  const from = storedSecretPath(value);
  if (from) return replace(from, place, itemOf(value));
  // Nobody's password is asterisks: somebody sends what they were shown.
  if (value === MASK && isSecretField(place.field, value)) {
    return replace(undefined, place);
  }
  if (typeof value !== 'object' || value === null) return value;
  return mapItems(value as JsonObject, place, (item, inside) =>
    mapStored(item, inside, replace),
  );
}

/** Keywords that limit the secret itself; the form holds only its placeholder. */
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

/**
 * A form's value with {@link MASK} for each {@link secretPlaceholder}, to be shown.
 * It masks no secret itself: {@link redact} does.
 *
 * @public
 */
export const maskSecrets = <T extends object>(value: T): T =>
  mapValues(value as JsonObject, item =>
    secretNameOf(item) === undefined ? undefined : MASK,
  ) as T;
