import validator from '@rjsf/validator-ajv8';
import type { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { findSchemaErrors } from './schemaErrors';

const found = (schema: JsonObject, value: JsonValue) =>
  findSchemaErrors(schema, value).map(
    ({ path, keyword, detail }) =>
      `${path.join('/')} ${keyword}: ${JSON.stringify(detail)}`,
  );

it.each<[string, JsonObject, JsonValue, string[]]>([
  ['a type', { type: 'string' }, 1, [' type: "string"']],
  ['one of several', { type: ['string', 'null'] }, null, []],
  ['nullable', { type: 'string', nullable: true }, null, []],
  ['nothing of an unknown type', { type: 'text' }, 1, []],
  ['a constant', { const: { a: [1] } }, { a: [2] }, [' const: [{"a":[1]}]']],
  ['choices', { enum: ['a', 'b'] }, 'c', [' enum: ["a","b"]']],
  [
    'bounds of numbers',
    { minimum: 2, exclusiveMaximum: 3, multipleOf: 0.1 },
    3.05,
    [' exclusiveMaximum: 3', ' multipleOf: 0.1'],
  ],
  ['steps as people write them', { multipleOf: 0.1 }, 0.3, []],
  ['letters as people count them', { maxLength: 1 }, '👍', []],
  ['nothing of a pattern that is none', { pattern: '(' }, 'a', []],
  [
    'lists',
    { maxItems: 2, uniqueItems: true, items: { type: 'integer' } },
    [1, { a: 1 }, { a: 1 }],
    [
      ' maxItems: 2',
      ' uniqueItems: undefined',
      '1 type: "integer"',
      '2 type: "integer"',
    ],
  ],
  [
    'lists with a schema for each item',
    { items: [{ type: 'string' }], additionalItems: { type: 'number' } },
    [1, 'a'],
    ['0 type: "string"', '1 type: "number"'],
  ],
  [
    'a property that is named as one of all objects',
    { required: ['toString'], properties: { toString: { type: 'string' } } },
    {},
    [' required: "toString"'],
  ],
  [
    'properties by pattern, and all others',
    {
      patternProperties: { '^x-': { type: 'string' } },
      additionalProperties: false,
    },
    { 'x-a': 1, b: 2 },
    [' additionalProperties: "b"', 'x-a type: "string"'],
  ],
  [
    'nothing of properties by a pattern that is none',
    {
      patternProperties: { '(?i)^x-': { type: 'string' } },
      additionalProperties: false,
    },
    { 'X-A': 'a' },
    [],
  ],
  [
    'names',
    { propertyNames: { maxLength: 1 } },
    { ab: 1 },
    [' propertyNames: undefined'],
  ],
  [
    'what depends on a property',
    {
      dependencies: { a: ['b'] },
      dependentSchemas: { a: { required: ['c'] } },
    },
    { a: 1 },
    [' required: "b"', ' required: "c"'],
  ],
  [
    'what depends on a condition',
    { if: { required: ['a'] }, then: { required: ['b'] }, else: false },
    { a: 1 },
    [' required: "b"'],
  ],
  [
    'alternatives as one error, and parts of all',
    {
      oneOf: [{ type: 'object' }, { required: ['a'] }],
      anyOf: [{ required: ['b'] }],
      not: { maxProperties: 1 },
      allOf: [{ required: ['c'] }],
    },
    { a: 1 },
    [
      ' not: undefined',
      ' anyOf: undefined',
      ' oneOf: undefined',
      ' required: "c"',
    ],
  ],
  [
    'definitions',
    {
      definitions: {
        tree: { items: { $ref: '#/definitions/tree' }, type: 'array' },
      },
      $ref: '#/definitions/tree',
    },
    [[], [1]],
    ['1/0 type: "array"'],
  ],
  ['nothing of a schema elsewhere', { $ref: 'https://example.org' }, 1, []],
])('finds %s', (_name, schema, value, expected) => {
  expect(found(schema, value)).toEqual(expected);
});

/** Schemas of draft 7, and values that often fit them. */
const { schema: anySchema } = fc.letrec<{
  schema: JsonObject;
  plain: JsonObject;
}>(tie => {
  const small = fc.integer({ min: 0, max: 3 });
  const record = (shape: Record<string, fc.Arbitrary<JsonValue>>) =>
    fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
  const inner = tie('schema') as fc.Arbitrary<JsonObject>;
  const inners = fc.array(inner, { minLength: 1, maxLength: 2 });
  return {
    plain: fc.oneof(
      record({
        type: fc.constantFrom('string', 'number', 'integer', 'object', 'array'),
      }),
      record({ enum: fc.constant(['a', 1, null, { a: 'a' }]) }),
      record({ minimum: small, exclusiveMaximum: small }),
      record({ multipleOf: fc.constantFrom(0.5, 2) }),
      record({ minLength: small, maxLength: small }),
      record({ pattern: fc.constantFrom('^a', 'b$') }),
    ),
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      tie('plain') as fc.Arbitrary<JsonObject>,
      record({ items: inner, minItems: small, uniqueItems: fc.boolean() }),
      record({
        properties: record({ a: inner, b: inner }),
        additionalProperties: fc.oneof(fc.boolean(), inner),
        required: fc.constantFrom(['a'], ['a', 'b']),
        maxProperties: small,
      }),
      record({ oneOf: inners, anyOf: inners }),
      record({ allOf: inners, not: inner }),
      record({ if: inner, then: inner, else: inner }),
    ),
  };
});
const { value: anyValue } = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonValue[]>(
      '',
      'a',
      'ab',
      '👍b',
      0,
      1,
      1.5,
      2,
      null,
      true,
    ),
    fc.array(tie('value'), { maxLength: 3 }) as fc.Arbitrary<JsonValue>,
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), {
      maxKeys: 3,
    }) as fc.Arbitrary<JsonValue>,
  ),
}));

it('takes what ajv takes, for any schema and value', () => {
  fc.assert(
    fc.property(anySchema, anyValue, (schema, value) => {
      const { errors = [], validationError } = validator.rawValidation(
        schema,
        value,
      );
      fc.pre(validationError === undefined);
      expect(findSchemaErrors(schema, value).length === 0).toBe(
        errors.length === 0,
      );
    }),
    { numRuns: Number(process.env.SKE_LAW_RUNS ?? 200) },
  );
});

it('follows references that go in a circle once', () => {
  const list = {
    definitions: {
      one: { $ref: '#/definitions/other' },
      other: { type: 'object', allOf: [{ $ref: '#/definitions/one' }] },
      tree: {
        type: 'object',
        properties: { child: { $ref: '#/definitions/tree' } },
      },
    },
  };
  const keywordsOf = (reference: string, value: JsonValue) =>
    findSchemaErrors({ ...list, $ref: reference }, value).map(
      ({ path, keyword }) => [path.join('.'), keyword],
    );
  expect(keywordsOf('#/definitions/one', {})).toEqual([]);
  expect(keywordsOf('#/definitions/one', 1)).toEqual([['', 'type']]);
  expect(
    keywordsOf('#/definitions/tree', { child: { child: { child: 1 } } }),
  ).toEqual([['child.child.child', 'type']]);
});

describe('a schema that refers to itself several times', () => {
  const DEPTH = 10;
  const reference = { $ref: '#/definitions/node' };

  /** Values within each other, and how often a schema of them is looked at. */
  function look(child: JsonObject, innermost: JsonValue) {
    let looks = 0;
    const node = {
      get type() {
        looks += 1;
        return 'object';
      },
      properties: { child },
    };
    let value = innermost;
    for (let depth = 0; depth < DEPTH; depth += 1) {
      value = { a: 1, child: value };
    }
    const errors = findSchemaErrors(
      { definitions: { node }, ...reference },
      value,
    );
    return { looks, keywords: errors.map(({ keyword }) => keyword) };
  }

  it.each<[string, JsonObject]>([
    [
      'oneOf',
      {
        oneOf: ['a', 'b', 'c'].map(name => ({
          ...reference,
          required: [name],
        })),
      },
    ],
    [
      'anyOf',
      { anyOf: ['b', 'a'].map(name => ({ ...reference, required: [name] })) },
    ],
    ['allOf', { allOf: [reference, reference] }],
    ['if', { if: reference, then: reference, else: reference }],
  ])('is looked at once for each value: %s', (_keyword, child) => {
    const { looks, keywords } = look(child, { a: 1 });
    expect(keywords).toEqual([]);
    // One for each value from the outermost to the innermost.
    expect(looks).toBe(DEPTH + 1);
  });

  it('finds an error at a value once', () => {
    const { keywords } = look({ allOf: [reference, reference] }, 'a text');
    expect(keywords).toEqual(['type']);
  });
});
