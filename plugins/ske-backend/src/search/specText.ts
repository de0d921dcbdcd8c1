import type { JsonValue } from '@backstage/types';
import {
  isObject,
  MASK,
  type OfferedResource,
} from '@syntasso/plugin-ske-common';
import { redactResource } from '../redaction/secrets';

/** A word of its own between others: a field inside others is found by its name, too. */
const INSIDE = ' › ';

/** More of a spec nobody looks for; it is kept in the index, and sent with each hit. */
const MOST_CHARACTERS = 8_000;
const LONGEST_VALUE = 200;
const DEEPEST = 12;

/**
 * What was asked for, as search finds it: each field and its value in a line, without
 * secrets.
 */
export function specTextOf({ resource, offering }: OfferedResource): string {
  // What the platform says of it is not looked for.
  const { apiVersion, kind, metadata, spec: asked } = resource;
  if (!asked || typeof asked !== 'object') return '';
  const { spec } = redactResource(
    { apiVersion, kind, metadata, spec: asked },
    offering,
    () => MASK,
  );
  let text = '';
  for (const line of linesOf(spec, '')) {
    if (text.length + line.length > MOST_CHARACTERS) break;
    text += `${line}\n`;
  }
  return text.trimEnd();
}

function* linesOf(
  value: JsonValue | undefined,
  path: string,
  depth = 0,
): Generator<string> {
  if (value === undefined || value === null || depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* linesOf(item, path, depth + 1);
  } else if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      yield* linesOf(child, path ? path + INSIDE + key : key, depth + 1);
    }
  } else {
    const text = String(value);
    if (!text.includes(MASK)) {
      yield `${path}: ${text.slice(0, LONGEST_VALUE).replaceAll('\n', ' ')}`;
    }
  }
}
