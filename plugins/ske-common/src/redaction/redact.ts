import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject } from '../kubernetes/json';
import { FORM_HINTS_KEYWORD } from '../kubernetes/keywords';
import { looksSecretItself } from './looksSecret';
import { HIDDEN, MASK } from './masks';
import { isSecretPlace, mapItems, pathOf, ROOT, type Place } from './places';
import { isKubeconfig, maskSecretTexts, secretsInText } from './secretTexts';

/** Whether a field of a CRD holds a secret: a text with `format: password` or the hint `widget: password`. */
export const isSecretSchema = (node: JsonObject) =>
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
  mapSecretsOf(value, { schema }, ROOT, (secret, { place }) =>
    secret === '' ? secret : mask(pathOf(place)),
  );

/**
 * A status without secrets, before it leaves the backend for a page. A pipeline wrote
 * it, and no person: that its schema declares a field says nothing of what is in it.
 * Of a sentence the rest stays.
 *
 * @param schema - of the status: a text with `format: password` in it is a secret
 * @param mask - what stands for a secret; default: {@link HIDDEN}
 * @public
 */
export const redactStatus = (
  value: JsonValue,
  schema?: JsonObject,
  mask: string = HIDDEN,
): JsonValue =>
  mapSecretsOf(
    value,
    { schema, isOfPipeline: true },
    ROOT,
    (secret, { isByLooks }) => {
      if (secret === '') return secret;
      return isByLooks && typeof secret === 'string'
        ? withoutSecretParts(secret, mask)
        : mask;
    },
  );

/**
 * A copy of a status in which values that look secret are replaced by
 * {@link HIDDEN}: see {@link redactStatus}.
 *
 * @public
 */
export const withoutSecrets = (value: JsonObject): JsonObject =>
  redactStatus(value) as JsonObject;

/** A sentence without its secrets; for what is no sentence, the mask. */
function withoutSecretParts(text: string, mask: string): string {
  if (!/\s/.test(text) || isKubeconfig(text)) return mask;
  const rest = maskSecretTexts(text, MASK);
  return rest.replaceAll(MASK, '').trim() === '' ? mask : rest;
}

/**
 * The texts that {@link redact} masks; an empty one is none. What is no text in
 * such a place is refused by the API server, and is a secret all the same: each
 * number in it, and each key. Of a text that has a secret in it, also only that.
 *
 * @param schema - of the value, as the CRD has it
 * @public
 */
export function secretsIn(value: JsonValue, schema?: JsonObject): string[] {
  const secrets: string[] = [];
  mapSecretsOf(value, { schema }, ROOT, (secret, { isByLooks }) => {
    textsIn(secret).forEach(text => secrets.push(text));
    if (isByLooks && typeof secret === 'string') {
      secrets.push(...secretsInText(secret));
    }
    return secret;
  });
  return secrets;
}

/** It may be nested deeper than functions can call themselves. */
function textsIn(value: JsonValue): string[] {
  const texts: string[] = [];
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (Array.isArray(next)) next.forEach(item => rest.push(item));
    else if (isObject(next)) {
      for (const [key, item] of Object.entries(next)) {
        texts.push(key);
        rest.push(item);
      }
    } else if (next !== '' && next !== null && next !== undefined) {
      texts.push(String(next));
    }
  }
  return texts;
}

/** What is known of a value besides where it is. */
interface Rules {
  schema: JsonObject | undefined;
  /** Whether the schema declares this field by name, not only by additionalProperties. */
  isNamed?: boolean;
  isOfPipeline?: boolean;
}

/** Where a secret was found. */
interface Found {
  place: Place;
  /** Whether only what it looks like tells, and neither its schema nor its key. */
  isByLooks: boolean;
  /** Whether another value would be a secret there. */
  isSecretHere: (value: JsonValue) => boolean;
}

/** A manifest of a person is no deeper; what is deeper elsewhere is hidden as a whole. */
const DEEPEST = 500;

export function mapSecretsOf(
  value: JsonValue,
  rules: Rules,
  place: Place,
  replace: (secret: JsonValue, found: Found) => JsonValue,
  depth = 0,
): JsonValue {
  const { schema, isNamed = true, isOfPipeline } = rules;
  const isTooDeep = depth > DEEPEST && typeof value === 'object';
  if (isTooDeep || (schema && isSecretSchema(schema))) {
    const found = { place, isByLooks: false, isSecretHere: () => true };
    return replace(value, found);
  }
  if (typeof value === 'object' && value !== null) {
    const items = isObject(schema?.items) ? schema.items : undefined;
    const isList = Array.isArray(value);
    return mapItems(value as JsonObject, place, (item, itemPlace) => {
      const { key, field } = itemPlace;
      const itemRules = isList
        ? { schema: items, isNamed, isOfPipeline }
        : {
            schema: schema && schemaOf(schema, key),
            isNamed: key === field && isObject(at(schema?.properties, key)),
            isOfPipeline,
          };
      return mapSecretsOf(item, itemRules, itemPlace, replace, depth + 1);
    });
  }
  if (value === MASK) return value;
  // A key of a map, or a name beside a value, is chosen by the user, so it may name
  // a secret even where the API declares the type of its values.
  const isDeclared = !isOfPipeline && isNamed && schema?.type !== undefined;
  const isByPlace = (item: JsonValue) =>
    !isDeclared && isSecretPlace(place, item);
  const isByLooks = (item: JsonValue) => looksSecretItself(place.field, item);
  if (!isByPlace(value) && !isByLooks(value)) return value;
  return replace(value, {
    place,
    isByLooks: !isByPlace(value),
    isSecretHere: item => isByPlace(item) || isByLooks(item),
  });
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
