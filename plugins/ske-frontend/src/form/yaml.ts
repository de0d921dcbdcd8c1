import type { JsonValue } from '@backstage/types';
import { readYamlDocuments } from '@syntasso/plugin-ske-common';
import type { Document } from 'yaml';

/** What a text says as YAML, or its first mistake. */
export type ReadYaml =
  | {
      kind: 'value';
      /** Undefined where the text has no contents. */
      value: JsonValue | undefined;
      document: Document.Parsed | undefined;
    }
  | {
      kind: 'broken';
      reason: string;
      /** The first character that it is about and the one after the last, from 0. */
      at: [number, number];
    };

/**
 * Reads one document of YAML. Numbers that JavaScript or JSON cannot hold are refused, not
 * rounded; aliases without end, too.
 */
export function readYaml(text: string): ReadYaml {
  const read = readYamlDocuments(text, { uniqueKeys: true, intAsBigInt: true });
  if (read.kind === 'broken') {
    return { kind: 'broken', reason: read.problem, at: read.at };
  }
  const [document, second] = read.documents;
  if (second) {
    const [from, to] = second.range;
    const reason = `There are ${read.documents.length} documents, and one is expected`;
    return { kind: 'broken', reason, at: [from, to] };
  }
  try {
    const value =
      (document?.contents ?? null) === null
        ? undefined
        : plain(document.toJS({ maxAliasCount: 50 }));
    return { kind: 'value', value, document };
  } catch (error) {
    const reason = (error as Error).message;
    return { kind: 'broken', reason, at: [0, text.length] };
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
