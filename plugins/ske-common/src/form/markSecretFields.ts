import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject } from '../kubernetes/json';
import { FORM_HINTS_KEYWORD } from '../kubernetes/keywords';
import { readKey, wordsOf } from '../redaction/secretKeys';

/**
 * Last words of names that mean a secret in a value that nobody declares, and often
 * something else where a platform team does: a public key, a rule, a version.
 */
const AMBIGUOUS = new Set([
  ...['authorization', 'cookie', 'cookies', 'credential', 'credentials'],
  ...['creds', 'kubeconfig', 'pin', 'pw', 'otp', 'totp'],
]);

/** Whether the name of a declared text says that it is a secret, by the one rule for keys. */
function isNamedAsSecret(name: string): boolean {
  const words = wordsOf(name);
  return (
    readKey(name).meaning === 'secret' &&
    !AMBIGUOUS.has(words.at(-1) ?? '') &&
    !(words.at(-1) === 'key' && words.at(-2) === 'ssh')
  );
}

const markedSchemas = new WeakMap<JsonObject, JsonObject>();

/**
 * A schema of a CRD whose texts with the name of a secret (`password`,
 * `apiToken`) have `format: password`: not every platform team writes that. A
 * field that has a format, an enum, a default or a widget is left as it is, and a
 * `secret` that is described as a name. The same schema gives the same object.
 */
export function markSecretFields(schema: JsonObject): JsonObject {
  const cached = markedSchemas.get(schema);
  if (cached) return cached;
  let isChanged = false;
  const mark = (value: JsonValue | undefined, key: string): JsonValue => {
    if (Array.isArray(value)) return value.map(item => mark(item, key));
    if (!isObject(value)) return value ?? null;
    const next =
      key === 'properties' ? markProperties(value) : markSecretFields(value);
    isChanged ||= next !== value;
    return next;
  };
  const entries = Object.entries(schema).map(
    ([key, value]) => [key, mark(value, key)] as const,
  );
  const result = isChanged ? Object.fromEntries(entries) : schema;
  markedSchemas.set(schema, result);
  return result;
}

function markProperties(properties: JsonObject): JsonObject {
  let isChanged = false;
  const entries = Object.entries(properties).map(([name, node]) => {
    if (!isObject(node)) return [name, node] as const;
    const next = markField(name, node);
    isChanged ||= next !== node;
    return [name, next] as const;
  });
  return isChanged ? Object.fromEntries(entries) : properties;
}

/** A field, or a list of them, with what its name says. */
function markField(name: string, node: JsonObject): JsonObject {
  if (isUnmarkedSecret(name, node)) return { ...node, format: 'password' };
  const { items } = node;
  const isList = isObject(items) && isUnmarkedSecret(name, items);
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
  isNamedAsSecret(name) &&
  !(
    /secrets?$/i.test(name) &&
    typeof node.description === 'string' &&
    /\bnames?\b/i.test(node.description)
  );
