import type { JsonValue } from '@backstage/types';
import { LineCounter, parseDocument, type Document } from 'yaml';

/** What a text says as YAML, or why it says nothing. */
export type ReadYaml =
  | { kind: 'value'; value: JsonValue | undefined }
  | { kind: 'broken'; reason: string };

/**
 * Reads a text of YAML for {@link valueOf}, which keeps its numbers exact. Its errors do not
 * draw their lines: of a line of mistakes that takes time with the square of its length.
 */
export const yamlDocument = (
  text: string,
  lineCounter?: LineCounter,
): Document =>
  parseDocument(text, {
    intAsBigInt: true,
    prettyErrors: false,
    lineCounter,
  }) as Document;

/** Reads one document of YAML; a text without contents is no value. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = yamlDocument(text, lines);
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const reason = `${error.message} at line ${line}, column ${col}`;
    return { kind: 'broken', reason };
  }
  return valueOf(document);
}

/**
 * The value of a document without errors. Numbers that JavaScript or JSON cannot
 * hold are refused, not rounded; aliases without end, too.
 */
export function valueOf(document: Document): ReadYaml {
  if (document.contents === null) return { kind: 'value', value: undefined };
  try {
    const value = plain(document.toJS({ maxAliasCount: 50 }));
    return { kind: 'value', value };
  } catch (error) {
    return { kind: 'broken', reason: (error as Error).message };
  }
}

function plain(value: unknown): JsonValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new Error(`${value} is too big to be kept exactly`);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`${value} is no number that can be sent`);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, plain(item)]),
  );
}
