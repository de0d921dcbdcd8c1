import type { JsonObject, JsonValue } from '@backstage/types';
import {
  FORMAT_KEYWORD,
  integerRange,
  isFormat,
  isObject,
  SHORT_PATTERN_KEYWORD,
  SHORT_TEXT,
} from '@syntasso/plugin-ske-common';
import { deepEquals } from '@rjsf/utils';
import { itemIdentity, typesOf } from './fieldSchema';
import type { Path } from './values';

/** A keyword of a schema that a value violates. */
export interface SchemaError {
  /** From the root of the value. */
  path: Path;
  keyword: string;
  /** What the keyword asks for, or the name of a property, for messages. */
  detail?: unknown;
  /** The schema that has the keyword. */
  schema: JsonObject;
  value: unknown;
}

/** Makes an error of a keyword at the value that is looked at. */
export type Found = (keyword: string, detail?: unknown) => SchemaError;

/** A property may be named toString. */
export const hasProperty = (object: JsonObject, name: string): boolean =>
  Object.hasOwn(object, name) && object[name] !== undefined;

export const missingNames = (
  names: JsonValue | undefined,
  object: JsonObject,
): string[] =>
  (Array.isArray(names) ? names.map(String) : []).filter(
    name => !hasProperty(object, name),
  );

const TYPES: Record<string, (value: unknown) => boolean> = {
  array: value => Array.isArray(value),
  boolean: value => typeof value === 'boolean',
  integer: value => Number.isInteger(value),
  null: value => value === null,
  number: value => Number.isFinite(value),
  object: value => isObject(value),
  string: value => typeof value === 'string',
};

/** Whether a value has the type; true for types that are not known. */
export function hasType(schema: JsonObject, value: unknown): boolean {
  const { type } = schema;
  if (type === undefined) return true;
  const types = (Array.isArray(type) ? type : [type]).map(String);
  if (!types.every(name => Object.hasOwn(TYPES, name))) return true;
  return (
    types.some(name => TYPES[name](value)) ||
    (schema.nullable === true && value === null)
  );
}

export function choiceErrors(
  schema: JsonObject,
  value: unknown,
  found: Found,
): SchemaError[] {
  const choices = Array.isArray(schema.enum) ? schema.enum : undefined;
  const isValue = (choice: JsonValue) =>
    choice === value || deepEquals(choice, value);
  return [
    ...(schema.const !== undefined && !isValue(schema.const)
      ? [found('const', [schema.const])]
      : []),
    ...(choices && !choices.some(isValue) ? [found('enum', choices)] : []),
  ];
}

/** Whether a number keeps to a bound, for each keyword that has one. */
type Bounds = Record<string, (size: number, bound: number) => boolean>;

const NUMBER_BOUNDS: Bounds = {
  maximum: (value, bound) => value <= bound,
  minimum: (value, bound) => value >= bound,
  exclusiveMaximum: (value, bound) => value < bound,
  exclusiveMinimum: (value, bound) => value > bound,
  multipleOf: isMultipleOf,
};
const TEXT_BOUNDS: Bounds = {
  maxLength: (size, bound) => size <= bound,
  minLength: (size, bound) => size >= bound,
};
const LIST_BOUNDS: Bounds = {
  maxItems: (size, bound) => size <= bound,
  minItems: (size, bound) => size >= bound,
};
const OBJECT_BOUNDS: Bounds = {
  maxProperties: (size, bound) => size <= bound,
  minProperties: (size, bound) => size >= bound,
};

const boundErrors = (
  bounds: Bounds,
  schema: JsonObject,
  size: number,
  found: Found,
): SchemaError[] =>
  Object.entries(bounds).flatMap(([keyword, isWithin]) => {
    const bound = schema[keyword];
    return typeof bound === 'number' && !isWithin(size, bound)
      ? [found(keyword, bound)]
      : [];
  });

/** 0.3 is a multiple of 0.1, although JavaScript divides them to 2.9999999999999996. */
function isMultipleOf(value: number, step: number): boolean {
  if (step <= 0) return true;
  const times = value / step;
  return Math.abs(Math.round(times) - times) <= 1e-8;
}

export const numberErrors = (
  schema: JsonObject,
  value: number,
  found: Found,
): SchemaError[] => [
  ...boundErrors(NUMBER_BOUNDS, schema, value, found),
  ...(typesOf(schema).includes('integer') && !isInRange(schema, value)
    ? [found(FORMAT_KEYWORD, schema[FORMAT_KEYWORD])]
    : []),
];

function isInRange(schema: JsonObject, value: number): boolean {
  const format = schema[FORMAT_KEYWORD];
  if (typeof format !== 'string') return true;
  const { min, max } = integerRange(format);
  return value >= Number(min) && value <= Number(max);
}

export function textErrors(
  schema: JsonObject,
  text: string,
  found: Found,
): SchemaError[] {
  const {
    pattern,
    [FORMAT_KEYWORD]: format,
    [SHORT_PATTERN_KEYWORD]: shortPattern,
  } = schema;
  // As JSON Schema counts them: a pair of surrogates is one.
  const length = Array.from(text).length;
  return [
    ...boundErrors(TEXT_BOUNDS, schema, length, found),
    ...(typeof pattern === 'string' && !mayMatch(pattern, text)
      ? [found('pattern', pattern)]
      : []),
    ...(typeof format === 'string' && !isFormat(format, text)
      ? [found(FORMAT_KEYWORD, format)]
      : []),
    ...(typeof shortPattern === 'string' &&
    text.length <= SHORT_TEXT &&
    !mayMatch(shortPattern, text)
      ? [found(SHORT_PATTERN_KEYWORD, shortPattern)]
      : []),
  ];
}

/**
 * Whether a text matches a pattern. Also true where that cannot be told here, and the server
 * checks it: the pattern is invalid, or the text too long for the groups of the pattern.
 */
function mayMatch(pattern: string, text: string): boolean {
  try {
    return matches(pattern, text) ?? true;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** Whether a text matches a pattern; undefined for an invalid pattern. */
export function matches(pattern: string, text: string): boolean | undefined {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export const lengthErrors = (
  schema: JsonObject,
  list: unknown[],
  found: Found,
): SchemaError[] => [
  ...boundErrors(LIST_BOUNDS, schema, list.length, found),
  ...(schema.uniqueItems === true && !areDifferent(list)
    ? [found('uniqueItems')]
    : []),
];

function areDifferent(list: unknown[]): boolean {
  const objects = list.filter(
    item => typeof item === 'object' && item !== null,
  );
  const others = list.filter(item => typeof item !== 'object' || item === null);
  return (
    new Set(others).size === others.length &&
    objects.every((item, index) =>
      objects.slice(0, index).every(earlier => !deepEquals(earlier, item)),
    )
  );
}

/** Items of a set are different; those of a map in the keys that name them. */
export function itemErrors(
  schema: JsonObject,
  list: unknown[],
  found: Found,
): SchemaError[] {
  const keyword = 'x-kubernetes-list-type';
  const type = schema[keyword];
  if (type !== 'set' && type !== 'map') return [];
  const identities = (list as JsonValue[]).map(
    item => itemIdentity(schema, item) ?? JSON.stringify(item),
  );
  return new Set(identities).size === list.length ? [] : [found(keyword)];
}

export const sizeErrors = (
  schema: JsonObject,
  size: number,
  found: Found,
): SchemaError[] => boundErrors(OBJECT_BOUNDS, schema, size, found);
