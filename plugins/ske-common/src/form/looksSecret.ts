import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject } from '../kubernetes/json';
import { FORM_HINTS_KEYWORD } from './keywords';

/**
 * Whether a key holds the name of a Secret and not its content:
 * `credentialsSecret`, `secretName`, `secretRef`.
 */
export function namesSecret(key: string): boolean {
  return /secret(_?name|_?ref)?$/i.test(key) && !/client_?secret$/i.test(key);
}

const SECRET_KEY =
  /(pass(word|wd|phrase)?|token|api_?key|access_?key|private_?key|client_?secret|credential(?!s?_?secret)|secret_?(key|value|data)|connection_?string|authorization)$/i;
const SECRET_VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@|^(gh[pousr]_|glpat-|xox[bp]-|AKIA[0-9A-Z]{12})|^eyJ[\w-]+\.[\w-]+\./;

/** Found in each text that may be one; cheaper to look for than the whole. */
const SIGNS = ['-----BEGIN', '://'];
const BEGINNINGS = /^(gh[pousr]_|glpat-|xox[bp]-|AKIA|eyJ)/;

/** Whether a text is a secret by what it looks like: a private key, a token. */
export const isSecretText = (value: string) =>
  (SIGNS.some(sign => value.includes(sign)) || BEGINNINGS.test(value)) &&
  SECRET_VALUE.test(value);

/** Secrets within a longer text; the first group is the part before the secret, which stays. */
const SECRETS_IN_TEXT = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(:\/\/[^/\s:@]+:)[^/\s@]+(?=@)/g,
  /()(?<![\w-])(?:gh[pousr]_|github_pat_|glpat-|xox[bp]-|AKIA)[\w-]{12,}/g,
  /()(?<![\w-])eyJ[\w-]+\.[\w-]{8,}(?:\.[\w-]*)?/g,
];

/**
 * A text without what looks like a secret in it: private keys, passwords in
 * addresses, tokens of Git hosts and of sign-ins.
 *
 * @param mask - what stands in its place
 * @public
 */
export const maskSecretTexts = (text: string, mask: string) =>
  SECRETS_IN_TEXT.reduce(
    (rest, secret) =>
      rest.replace(secret, (_, beginning: string) => beginning + mask),
    text,
  );

/** Whether a value must not be shown: by its key, or by what it looks like. @public */
export function looksSecret(key: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return SECRET_KEY.test(key) || isSecretText(value);
}

/** Whether a text or a number is a secret by the key that it has. */
export const isSecretField = (key: string, value: unknown) =>
  (typeof value === 'string' || typeof value === 'number') &&
  SECRET_KEY.test(key) &&
  !namesSecret(key);

/** Names of fields that are marked as secrets in a schema; stricter than SECRET_KEY, which is for keys without a schema. */
const SECRET_FIELD_NAME =
  /(^|[_-]|[a-z0-9](?=[A-Z]))(password|passwd|passphrase|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret|secret[_-]?(key|value|data)|connection[_-]?string)$/i;

const marked = new WeakMap<JsonObject, JsonObject>();

/**
 * A schema of a CRD whose texts with the name of a secret (`password`,
 * `apiToken`) have `format: password`: not every platform team writes that. A
 * field that has a format, an enum, a default or a widget is left as it is. The same schema gives the same object.
 */
export function markSecretFields(schema: JsonObject): JsonObject {
  const known = marked.get(schema);
  if (known) return known;
  let changed = false;
  const below = (value: JsonValue | undefined, key: string): JsonValue => {
    if (Array.isArray(value)) return value.map(item => below(item, key));
    if (!isObject(value)) return value ?? null;
    const next =
      key === 'properties' ? markProperties(value) : markSecretFields(value);
    changed ||= next !== value;
    return next;
  };
  const entries = Object.entries(schema).map(
    ([key, value]) => [key, below(value, key)] as const,
  );
  const result = changed ? Object.fromEntries(entries) : schema;
  marked.set(schema, result);
  return result;
}

function markProperties(properties: JsonObject): JsonObject {
  let changed = false;
  const entries = Object.entries(properties).map(([name, node]) => {
    if (!isObject(node)) return [name, node] as const;
    const next = markField(name, node);
    changed ||= next !== node;
    return [name, next] as const;
  });
  return changed ? Object.fromEntries(entries) : properties;
}

/** A field, or a list of them, with what its name says. */
function markField(name: string, node: JsonObject): JsonObject {
  if (isUnmarkedSecret(name, node)) return { ...node, format: 'password' };
  const { items } = node;
  const isList =
    isObject(items) && isUnmarkedSecret(name.replace(/s$/i, ''), items);
  return isList
    ? { ...node, items: { ...items, format: 'password' } }
    : markSecretFields(node);
}

const isUnmarkedSecret = (name: string, node: JsonObject) =>
  node.type === 'string' &&
  node.format === undefined &&
  node.enum === undefined &&
  node.default === undefined &&
  at(node, FORM_HINTS_KEYWORD, 'widget') === undefined &&
  SECRET_FIELD_NAME.test(name);
