import type { JsonObject, JsonValue } from '@backstage/types';
import {
  isObject,
  RESERVED_NAMES,
  SHORT_TEXT,
} from '@syntasso/plugin-ske-common';
import { typesOf } from './fieldSchema';
import { withDefaults } from './rules/withDefaults';
import { findSchemaErrors } from './schemaErrors';
import type { SchemaError } from './schemaKeywords';
import { serverSchema } from './serverSchema';
import { toProblem, type ValueProblem } from './valueProblem';
import { childOf, type Path } from './values';

export type { ValueProblem };

/**
 * Holds a value against a schema, as far as JSON Schema and the list types and
 * formats of Kubernetes go, and against what a task can carry. The first problem
 * of each field is told.
 *
 * @param value - as {@link completed} gives it
 */
export const problemsOf = (
  schema: JsonObject,
  value: JsonValue | undefined,
): ValueProblem[] => [
  ...findUnsendable(value, []),
  ...checkSchema(schema, value),
];

function checkSchema(
  schema: JsonObject,
  value: JsonValue | undefined,
): ValueProblem[] {
  const unusableProblems = unusable(schema, value, []);
  // The server fills in its defaults before it looks.
  const valueWithDefaults =
    value === undefined ? value : withDefaults(serverSchema(schema), value);
  const reportedPaths = new Set(
    unusableProblems.map(({ path }) => JSON.stringify(path)),
  );
  const otherProblems = schemaErrors(schema, valueWithDefaults)
    .map(toProblem)
    .filter(({ path }) => {
      const id = JSON.stringify(path);
      return !reportedPaths.has(id) && reportedPaths.add(id);
    });
  return [...unusableProblems, ...otherProblems];
}

/** Fields that no task of the scaffolder can carry. */
function findUnsendable(
  value: JsonValue | undefined,
  path: Path,
): ValueProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const itemPath = [...path, name];
    return RESERVED_NAMES.includes(name)
      ? [{ path: itemPath, key: 'field.reserved' as const, values: { name } }]
      : findUnsendable(item, itemPath);
  });
}

/**
 * Items of lists and entries of maps that have been added and not filled in, and
 * integers that were rounded before they came here: JSON has them whole, but
 * JavaScript has not.
 */
function unusable(
  schema: JsonObject | undefined,
  value: JsonValue | undefined,
  path: Path,
): ValueProblem[] {
  if (value === undefined) {
    return path.length > 0 ? [{ path, key: 'field.empty', values: {} }] : [];
  }
  if (typeof value === 'number') {
    // More than 64 bits is no integer of Kubernetes but a fraction with a large exponent.
    const rounded =
      Number.isInteger(value) &&
      !Number.isSafeInteger(value) &&
      Math.abs(value) <= 2 ** 63;
    const isWholeNumberField =
      schema === undefined || !typesOf(schema).includes('number');
    return rounded && isWholeNumberField
      ? [{ path, key: 'field.rounded', values: { title: path.at(-1) ?? '' } }]
      : [];
  }
  if (Array.isArray(value)) {
    const items = isObject(schema?.items) ? schema.items : undefined;
    return Array.from(value).flatMap((item, index) =>
      unusable(items, item, [...path, String(index)]),
    );
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    unusable(schema && childOf(schema, key), item, [...path, key]),
  );
}

/** Of a longer text the server tells whether it matches. */
export const matchesIfShort = (pattern: string, text: string): boolean =>
  text.length > SHORT_TEXT || new RegExp(pattern, 'u').test(text);

/** A value may be too deep to be walked through: then the server tells. */
function schemaErrors(schema: JsonObject, value: unknown): SchemaError[] {
  try {
    return findSchemaErrors(schema, value);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
