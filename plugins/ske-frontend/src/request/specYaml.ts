import type { JsonObject } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { isMap, isNode, isScalar, stringify, type Document } from 'yaml';
import { problemsOf, type ValueProblem } from '../form/validate';
import { completed, type Path } from '../form/values';
import { valueOf, yamlDocument } from '../form/yaml';

/** Something about a text, and where in it. */
export interface TextProblem {
  /** First and last character, from 0. */
  from: number;
  to: number;
  severity: 'error' | 'warning';
  message: string;
}

/** What a text says, when it is a spec; its problems either way. */
export type SpecText =
  | { kind: 'spec'; spec: JsonObject; problems: TextProblem[] }
  | { kind: 'broken'; problems: TextProblem[] };

/** What only the caller can put into words. */
export interface SpecWords {
  notAnObject: string;
  unknown: (field: string) => string;
  problem: (problem: ValueProblem) => string;
}

/** More than this helps nobody. */
const MOST = 20;

/** The spec as a text to be edited. */
export const specText = (spec: JsonObject | undefined): string =>
  spec === undefined || Object.keys(spec).length === 0
    ? ''
    : stringify(spec, { lineWidth: 0 });

/**
 * Reads a spec that was written as YAML, and holds it against the schemas of the
 * form. A field that no schema knows is a warning: the platform drops it.
 *
 * @param schema - of `spec`, all pages of the form together
 */
export function readSpec(
  text: string,
  schema: JsonObject,
  words: SpecWords,
): SpecText {
  const document = yamlDocument(text);
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => ({
      from: Math.min(pos[0], text.length),
      to: Math.min(pos[1], text.length),
      severity: 'error' as const,
      // The rest is a drawing of where it is.
      message: message.split('\n')[0].replace(/ at line \d+.*$/, ''),
    }));
    return { kind: 'broken', problems };
  }
  const read = valueOf(document);
  const whole = { from: 0, to: text.length, severity: 'error' as const };
  if (read.kind === 'broken') {
    return { kind: 'broken', problems: [{ ...whole, message: read.reason }] };
  }
  const spec = read.value ?? (schema.type === 'array' ? [] : {});
  const wanted = schema.type === 'array' ? Array.isArray(spec) : isObject(spec);
  if (!wanted) {
    return {
      kind: 'broken',
      problems: [{ ...whole, message: words.notAnObject }],
    };
  }
  const invalid = problemsOf(schema, completed(schema, spec)).map(problem =>
    problemAt(document, problem.path, 'error', words.problem(problem)),
  );
  const unknown = unknownFields([schema], spec as JsonObject).map(path =>
    problemAt(document, path, 'warning', words.unknown(path.join('.'))),
  );
  return {
    kind: 'spec',
    spec: spec as JsonObject,
    problems: [...invalid, ...unknown].slice(0, MOST),
  };
}

function problemAt(
  document: Document,
  path: Path,
  severity: TextProblem['severity'],
  message: string,
): TextProblem {
  const [from, to] = rangeOf(document, path);
  return { from, to, severity, message };
}

/** The key of a field, or the item of a list; the nearest that is there. */
function rangeOf(document: Document, path: Path): [number, number] {
  let node: unknown = document.contents;
  let range: [number, number] = [0, 0];
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        item => isScalar(item.key) && String(item.key.value) === key,
      );
      if (!pair) break;
      const at = isNode(pair.key) ? pair.key.range : undefined;
      if (at) range = [at[0], at[1]];
      node = pair.value;
    } else {
      const items = (node as { items?: unknown[] } | null)?.items;
      node = items?.[Number(key)];
      const at = isNode(node) ? node.range : undefined;
      if (at) range = [at[0], at[1]];
    }
  }
  return range;
}

/** Paths of fields that none of the schemas has. */
function unknownFields(schemas: JsonObject[], value: unknown): string[][] {
  // What is composed may have its fields anywhere.
  const open = schemas.some(
    schema =>
      ['oneOf', 'anyOf', 'allOf', 'additionalProperties'].some(
        key => schema[key] !== undefined,
      ) ||
      (!isObject(schema.properties) && !isObject(schema.items)),
  );
  if (Array.isArray(value)) {
    const items = schemas.map(({ items: each }) => each).filter(isObject);
    return value.flatMap((item, index) =>
      unknownFields(items as JsonObject[], item).map(path => [
        String(index),
        ...path,
      ]),
    );
  }
  if (!isObject(value) || open || schemas.length === 0) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const known = schemas
      .map(({ properties }) => (properties as JsonObject | undefined)?.[key])
      .filter(isObject) as JsonObject[];
    if (known.length === 0) return [[key]];
    return unknownFields(known, child).map(path => [key, ...path]);
  });
}
