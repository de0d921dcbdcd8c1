import Ajv, { type ValidateFunction } from 'ajv';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  FORMAT_KEYWORD,
  integerRange,
  isFormat,
  isObject,
  RESERVED_NAMES,
  SHORT_PATTERN_KEYWORD,
  SHORT_TEXT,
} from '@syntasso/plugin-ske-common';
import { itemIdentity, typesOf } from './fieldSchema';
import { withDefaults } from './rules/withDefaults';
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
  const validate = validatorOf(schema);
  // The server fills in its defaults before it looks.
  const valueWithDefaults =
    value === undefined ? value : withDefaults(serverSchema(schema), value);
  if (!validate || passes(validate, valueWithDefaults)) return unusableProblems;
  const errors = validate.errors ?? [];
  const summaries = errors
    .filter(({ keyword }) => ['oneOf', 'anyOf', 'not'].includes(keyword))
    .map(({ schemaPath }) => `${schemaPath}/`);
  const reportedPaths = new Set(
    unusableProblems.map(({ path }) => JSON.stringify(path)),
  );
  const otherProblems = errors
    .filter(
      ({ schemaPath }) =>
        !summaries.some(summary => schemaPath.startsWith(summary)),
    )
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

const validators = new WeakMap<JsonObject, ValidateFunction | undefined>();

/** Compiled when it is first needed: that takes long for a schema with many nodes. */
function validatorOf(schema: JsonObject): ValidateFunction | undefined {
  if (validators.has(schema)) return validators.get(schema);
  // An instance for each: it would keep every schema that it has ever compiled.
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    verbose: true,
    // A property may be named toString.
    ownProperties: true,
    validateSchema: false,
    validateFormats: false,
    multipleOfPrecision: 8,
  });
  ajv.addKeyword({
    keyword: FORMAT_KEYWORD,
    type: ['string', 'number'],
    validate: hasFormat,
  });
  ajv.addKeyword({
    keyword: SHORT_PATTERN_KEYWORD,
    type: 'string',
    validate: matchesIfShort,
  });
  ajv.addKeyword({
    keyword: 'x-kubernetes-list-type',
    type: 'array',
    validate: areUnique,
  });
  const validate = compiled(ajv, schema);
  validators.set(schema, validate);
  return validate;
}

/** Of a longer text the server tells whether it matches. */
export const matchesIfShort = (pattern: string, text: string): boolean =>
  text.length > SHORT_TEXT || new RegExp(pattern, 'u').test(text);

function hasFormat(
  format: string,
  value: string | number,
  parent?: object,
): boolean {
  if (typeof value === 'string') return isFormat(format, value);
  if (!typesOf(parent as JsonObject).includes('integer')) return true;
  const { min, max } = integerRange(format);
  return value >= Number(min) && value <= Number(max);
}

/** A text may be too long for a pattern with many groups: then the server tells. */
function passes(validate: ValidateFunction, value: unknown): boolean {
  try {
    return validate(value);
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** Undefined for a schema that says nothing that can be checked: the server does. */
function compiled(ajv: Ajv, schema: JsonObject): ValidateFunction | undefined {
  try {
    return ajv.compile(schema);
  } catch {
    return undefined;
  }
}

/** Items of a set are different; those of a map in the keys that name them. */
function areUnique(type: string, items: JsonValue[], parent?: object): boolean {
  if (type !== 'set' && type !== 'map') return true;
  const identities = items.map(
    item => itemIdentity(parent as JsonObject, item) ?? JSON.stringify(item),
  );
  return new Set(identities).size === items.length;
}
