import type { JsonObject } from '@backstage/types';
import {
  isObject,
  mapValues,
  secretNameOf,
  secretPlaceholder,
  pathOfStoredSecretMark,
} from '@syntasso/plugin-ske-common';
import { checkSecrets } from '../../../form/checkSecrets';
import { isMap, isNode, isScalar, stringify, type Document } from 'yaml';
import { problemsOf, type ValueProblem } from '../../../form/validate';
import { forgetSecrets } from '../../../form/secretValues';
import {
  completed,
  valueAt,
  withValueAt,
  type Path,
} from '../../../form/values';
import { readYaml } from '../../../form/yaml';

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

/** What is said of a text, in the reader's language. */
export interface SpecMessages {
  notAnObject: string;
  unknown: (field: string) => string;
  problem: (problem: ValueProblem) => string;
}

/** What stands in a text for the secrets of a form. */
export interface SecretTexts {
  /** By the placeholder that the form's values have. */
  byPlaceholder: ReadonlyMap<string, string>;
  /** Whether a text is written like one of them. */
  isOne: (text: string) => boolean;
}

/**
 * Numbers the secrets of a form: a text has "(stored secret 1)" for one that the
 * platform has, "(typed secret 2)" for another.
 *
 * @param secrets - of the form, by name; more may be added to their end
 */
export function secretTexts(
  secrets: Record<string, string>,
  say: (of: 'stored' | 'typed', number: string) => string,
): SecretTexts {
  const [storedParts, typedParts] = (['stored', 'typed'] as const).map(of =>
    say(of, '#').split('#'),
  );
  return {
    byPlaceholder: new Map(
      Object.entries(secrets).map(([name, secret], index) => [
        secretPlaceholder(name),
        say(
          pathOfStoredSecretMark(secret) ? 'stored' : 'typed',
          String(index + 1),
        ),
      ]),
    ),
    isOne: text =>
      [storedParts, typedParts].some(
        ([before, after]) =>
          text.startsWith(before) &&
          text.endsWith(after) &&
          /^\d+$/.test(text.slice(before.length, -after.length || undefined)),
      ),
  };
}

const NO_SECRETS: SecretTexts = {
  byPlaceholder: new Map(),
  isOne: () => false,
};

/** More than this helps nobody. */
const MOST = 20;

/** The spec as a text to be edited. */
export const specText = (
  spec: JsonObject | undefined,
  texts = NO_SECRETS,
): string =>
  spec === undefined || Object.keys(spec).length === 0
    ? ''
    : stringify(
        mapValues(spec, value =>
          typeof value === 'string' && secretNameOf(value)
            ? texts.byPlaceholder.get(value)
            : undefined,
        ),
        { lineWidth: 0 },
      );

/**
 * Puts the placeholders of secrets back where a secret belongs; anywhere else such a
 * text is only a text.
 *
 * @returns the spec, and the paths of texts that stand for no secret of the form
 */
function withPlaceholders(
  spec: JsonObject,
  schema: JsonObject,
  { byPlaceholder, isOne }: SecretTexts,
): { spec: JsonObject; unknown: Path[] } {
  const placeholders = new Map(
    [...byPlaceholder].map(([placeholder, text]) => [text, placeholder]),
  );
  const unknown: Path[] = [];
  let filledSpec = spec;
  forgetSecrets(spec, schema, path => {
    const text = valueAt(spec, path);
    if (typeof text !== 'string') return;
    const placeholder = placeholders.get(text);
    if (placeholder) filledSpec = withValueAt(filledSpec, path, placeholder);
    else if (isOne(text)) unknown.push(path);
  });
  return { spec: filledSpec, unknown };
}

/**
 * Reads a spec that was written as YAML, and holds it against the schemas of the
 * form. A field that no schema knows is a warning: the platform drops it.
 *
 * @param schema - of `spec`, all pages of the form together
 * @param texts - that stand for secrets in it
 */
export function readSpec(
  text: string,
  schema: JsonObject,
  messages: SpecMessages,
  texts = NO_SECRETS,
): SpecText {
  const readText = readYaml(text);
  if (readText.kind === 'broken') {
    const [from, to] = readText.at.map(at => Math.min(at, text.length));
    return broken(from, to, readText.reason);
  }
  const { document } = readText;
  const empty = schema.type === 'array' ? [] : {};
  const givenSpec = readText.value ?? empty;
  const hasRightType =
    schema.type === 'array' ? Array.isArray(givenSpec) : isObject(givenSpec);
  if (!hasRightType) return broken(0, text.length, messages.notAnObject);
  const { spec, unknown: unknownSecrets } = withPlaceholders(
    givenSpec as JsonObject,
    schema,
    texts,
  );
  if (unknownSecrets.length > 0) {
    return {
      kind: 'broken',
      problems: unknownSecrets.slice(0, MOST).map(path =>
        problemAt(
          document,
          path,
          'error',
          messages.problem({
            path,
            key: 'dialog.yamlUnknownSecret',
            values: {},
          }),
        ),
      ),
    };
  }
  const invalid = [
    ...problemsOf(schema, completed(schema, spec)),
    ...checkSecrets(schema, spec),
  ].map(problem =>
    problemAt(document, problem.path, 'error', messages.problem(problem)),
  );
  const unknown = unknownFields([schema], spec).map(path =>
    problemAt(document, path, 'warning', messages.unknown(path.join('.'))),
  );
  return {
    kind: 'spec',
    spec,
    problems: [...invalid, ...unknown].slice(0, MOST),
  };
}

const broken = (from: number, to: number, message: string): SpecText => ({
  kind: 'broken',
  problems: [{ from, to, severity: 'error', message }],
});

function problemAt(
  document: Document.Parsed | undefined,
  path: Path,
  severity: TextProblem['severity'],
  message: string,
): TextProblem {
  const [from, to] = rangeOf(document, path);
  return { from, to, severity, message };
}

/** The key of a field, or the item of a list; the nearest that is there. */
function rangeOf(
  document: Document.Parsed | undefined,
  path: Path,
): [number, number] {
  let node: unknown = document?.contents;
  let range: [number, number] = [0, 0];
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        item => isScalar(item.key) && String(item.key.value) === key,
      );
      if (!pair) break;
      const nodeRange = isNode(pair.key) ? pair.key.range : undefined;
      if (nodeRange) range = [nodeRange[0], nodeRange[1]];
      node = pair.value;
    } else {
      const items = (node as { items?: unknown[] } | null)?.items;
      node = items?.[Number(key)];
      const nodeRange = isNode(node) ? node.range : undefined;
      if (nodeRange) range = [nodeRange[0], nodeRange[1]];
    }
  }
  return range;
}

/** Paths of fields that none of the schemas has. */
function unknownFields(schemas: JsonObject[], value: unknown): string[][] {
  // What is composed may have its fields anywhere.
  const isOpen = schemas.some(
    schema =>
      ['oneOf', 'anyOf', 'allOf', 'additionalProperties'].some(
        key => schema[key] !== undefined,
      ) ||
      (!isObject(schema.properties) && !isObject(schema.items)),
  );
  if (Array.isArray(value)) {
    const items = schemas
      .map(({ items: itemSchema }) => itemSchema)
      .filter(isObject);
    return value.flatMap((item, index) =>
      unknownFields(items as JsonObject[], item).map(path => [
        String(index),
        ...path,
      ]),
    );
  }
  if (!isObject(value) || isOpen || schemas.length === 0) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const childSchemas = schemas
      .map(({ properties }) => (properties as JsonObject | undefined)?.[key])
      .filter(isObject) as JsonObject[];
    if (childSchemas.length === 0) return [[key]];
    return unknownFields(childSchemas, child).map(path => [key, ...path]);
  });
}
