import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject } from '../kubernetes/json';
import { FORM_HINTS_KEYWORD } from '../kubernetes/keywords';
import { looksSecretItself } from './looksSecret';
import { MASK } from './masks';
import {
  beginsAsJson,
  mayHoldSecretObjects,
  readObjects,
  writeObjects,
} from './objectsInText';
import { hasOpenSecrets } from './openSecrets';
import { isSecretPlace, mapItems, ROOT, type Place } from './places';
import { isKubeconfig, maskSecretTexts, secretsInText } from './secretTexts';

/** Whether a field of a CRD holds a secret: a text with `format: password` or the hint `widget: password`. */
export const isSecretSchema = (node: JsonObject) =>
  node.type === 'string' &&
  (node.format === 'password' ||
    at(node, FORM_HINTS_KEYWORD, 'widget') === 'password');

/** What is known of a value besides where it is. */
interface Rules {
  schema: JsonObject | undefined;
  /** Whether the schema declares this field by name, not only by additionalProperties. */
  isNamed?: boolean;
  isOfPipeline?: boolean;
  /** In how many texts it is that are each within another. */
  textDepth?: number;
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

/** Maps each secret in a value, and returns the same value if there is none. */
export function mapSecretsOf(
  value: JsonValue,
  rules: Rules,
  place: Place,
  replace: (secret: JsonValue, found: Found) => JsonValue,
  depth = 0,
): JsonValue {
  const { schema, isNamed = true, isOfPipeline, textDepth = 0 } = rules;
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
        ? { ...rules, schema: items }
        : {
            ...rules,
            schema: schema && schemaOf(schema, key),
            isNamed: key === field && isObject(at(schema?.properties, key)),
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
  const isByLooks = (item: JsonValue) =>
    holdsSecret(place.field, item, textDepth);
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

/** Whether a text is a secret by what it looks like, or has one in it. */
export const holdsSecret = (
  field: string,
  value: JsonValue,
  textDepth = 0,
): boolean =>
  looksSecretItself(field, value) ||
  (typeof value === 'string' &&
    findSecretsInside(value, textDepth).secrets.length > 0);

/** A text that may be an object without its secrets, and those. */
interface SecretsInside {
  masked: string;
  secrets: string[];
}

/** Texts are read in texts, in texts, as often as this; then they are hidden. */
const DEEPEST_TEXT = 5;
/** The same texts come again and again: in each view, and by aliases of YAML. */
const MOST_CACHED = 100;
const secretsByText = new Map<string, SecretsInside>();

/** Finds secrets in a text of YAML or JSON by the same rules as in an object. */
export function findSecretsInside(text: string, textDepth = 0): SecretsInside {
  if (!mayHoldSecretObjects(text)) return { masked: text, secrets: [] };
  if (textDepth >= DEEPEST_TEXT) return { masked: MASK, secrets: [text] };
  const cached = secretsByText.get(text);
  if (cached) return cached;
  // By aliases each comes again and again, in each text once more.
  const secrets = new Set<string>();
  const rules = { schema: undefined, textDepth: textDepth + 1 };
  const objects = readObjects(text)?.map(value =>
    mapSecretsOf(value, rules, ROOT, (secret, { isByLooks }) => {
      if (secret === '') return secret;
      secretsOf(secret, isByLooks, textDepth + 1).forEach(one =>
        secrets.add(one),
      );
      return isByLooks && typeof secret === 'string'
        ? maskParts(secret, MASK, textDepth + 1)
        : MASK;
    }),
  );
  let masked: string | undefined = text;
  if (!objects && hasOpenSecrets(text)) {
    masked = MASK;
    secrets.add(text);
  } else if (objects && secrets.size > 0) {
    masked = writeObjects(objects, beginsAsJson(text) ? writeJson : undefined);
  }
  const found = { masked: masked ?? MASK, secrets: [...secrets] };
  if (secretsByText.size >= MOST_CACHED) secretsByText.clear();
  secretsByText.set(text, found);
  return found;
}

const writeJson = (value: JsonValue) => JSON.stringify(value);

/** A sentence, or an object, without its secrets; for what is neither, the mask. */
export function maskParts(text: string, mask: string, textDepth = 0): string {
  if (!/\s/.test(text) || isKubeconfig(text)) return mask;
  const rest = maskSecretTexts(findSecretsInside(text, textDepth).masked, MASK);
  return rest.replaceAll(MASK, '').trim() === '' ? mask : rest;
}

/** What must not be anywhere else of a secret: its texts, and what is secret in them. */
export function secretsOf(
  secret: JsonValue,
  isByLooks: boolean,
  textDepth = 0,
): string[] {
  const texts = textsIn(secret);
  if (!isByLooks || typeof secret !== 'string') return texts;
  return [
    ...texts,
    ...secretsInText(secret),
    ...findSecretsInside(secret, textDepth).secrets,
  ];
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
