import type { JsonObject, JsonValue } from '@backstage/types';
import { celList, celMap, run, type CelInput } from '@bufbuild/cel';
import { markOrder, markPartial } from './sameValue';
import { entrySchema, itemSchema, visibleSchemaOfKey } from './schemaNode';

/** A JSON value as rules see it. */
export interface Converted {
  value: CelInput;
  /** How many list items and map entries are in it, at any depth. */
  members: number;
}

/**
 * A JSON value as the CEL value the server makes of it: what a schema calls
 * integer is an int, a `date` a timestamp, an object has its declared fields.
 *
 * @param done - what was converted before, by the JSON value; is added to
 * @throws Error when the value does not fit its schema, or the server's
 * reading of it is not known here
 */
export function celValue(
  schema: JsonObject,
  value: JsonValue,
  done: Map<JsonValue, Converted | Error>,
): Converted {
  if (typeof value !== 'object' || value === null) {
    return { value: scalar(schema, value), members: 0 };
  }
  let result = done.get(value);
  if (!result) {
    try {
      result = Array.isArray(value)
        ? list(schema, value, done)
        : fields(schema, value as JsonObject, done);
    } catch (error) {
      result = error as Error;
    }
    done.set(value, result);
  }
  if (result instanceof Error) throw result;
  return result;
}

type Done = Map<JsonValue, Converted | Error>;

function list(schema: JsonObject, value: JsonValue[], done: Done): Converted {
  const items = itemSchema(schema);
  if (!items || schema.type !== 'array') throw new Error('not a list');
  const converted = value.map(item => celValue(items, item, done));
  const result = celList(converted.map(item => item.value));
  markOrder(result, schema);
  return { value: result, members: count(converted) };
}

function fields(schema: JsonObject, value: JsonObject, done: Done): Converted {
  if (schema.type !== 'object') throw new Error('not an object');
  const entries = entrySchema(schema);
  if (entries) return map(entries, value, done);
  const converted = new Map<string, Converted>();
  let partial = false;
  for (const [key, item] of Object.entries(value)) {
    const inner = visibleSchemaOfKey(schema, key);
    const name = celName(key);
    if (!inner || !name || item === null || item === undefined) partial = true;
    else converted.set(name, celValue(inner, item, done));
  }
  const result = celMap(
    new Map([...converted].map(([name, item]) => [name, item.value])),
  );
  if (partial) markPartial(result);
  const members = [...converted.values()].reduce((n, f) => n + f.members, 0);
  return { value: result, members };
}

function map(entries: JsonObject, value: JsonObject, done: Done): Converted {
  const converted = Object.entries(value).map(
    ([key, item]) => [text(key), celValue(entries, item!, done)] as const,
  );
  return {
    value: celMap(new Map(converted.map(([key, item]) => [key, item.value]))),
    members: count(converted.map(([, item]) => item)),
  };
}

const count = (items: Converted[]) =>
  items.reduce((sum, item) => sum + item.members, items.length);

function scalar(
  schema: JsonObject,
  value: string | number | boolean | null,
): CelInput {
  const type =
    schema['x-kubernetes-int-or-string'] === true
      ? { string: 'plain', number: 'integer' }[typeof value as string]
      : schema.type;
  switch (typeof value) {
    case 'boolean':
      if (type === 'boolean') return value;
      break;
    case 'number':
      if (type === 'number' && Number.isFinite(value)) return value;
      if (type === 'integer' && Number.isSafeInteger(value)) {
        return BigInt(value);
      }
      break;
    case 'string':
      if (type === 'plain') return text(value);
      if (type === 'string') return formatted(schema.format, text(value));
      break;
    default:
  }
  throw new Error('not of its type');
}

const DURATION = /^(?:\d{1,9}(?:h|m|s|ms|us|ns))+$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** Without the two signs that not all variants share. */
const BASE64 =
  /^(?=.)(?:[A-Za-z0-9]{4})*(?:[A-Za-z0-9]{2}==|[A-Za-z0-9]{3}=)?$/;

/** A string in one of the formats that have a type of their own in CEL. */
function formatted(format: JsonValue | undefined, value: string): CelInput {
  const read = (pattern: RegExp, expression: string) => {
    const result = pattern.test(value) && run(expression, { value });
    if (!result || result instanceof Error) throw new Error('not its format');
    return result;
  };
  switch (format) {
    case 'duration':
      return read(DURATION, 'duration(value)');
    case 'date':
      return read(DATE, "timestamp(value + 'T00:00:00Z')");
    case 'date-time':
      return read(DATE_TIME, 'timestamp(value)');
    case 'byte':
      if (!BASE64.test(value)) throw new Error('not Base64');
      return Uint8Array.from(atob(value), sign => sign.charCodeAt(0));
    default:
      return value;
  }
}

/** Half of a character made of two code units cannot be sent. */
function text(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new Error('not Unicode');
  return value;
}

const RESERVED = new Set(
  (
    'true false null in as break const continue else for function if import ' +
    'let loop package namespace return var void while'
  ).split(' '),
);
const ESCAPES: Record<string, string> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** The name of a field in CEL; none when CEL cannot name it. */
export function celName(key: string): string | undefined {
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(key)) return undefined;
  if (RESERVED.has(key)) return `__${key}__`;
  return key.replace(/__|[./-]/g, sign => ESCAPES[sign]);
}
