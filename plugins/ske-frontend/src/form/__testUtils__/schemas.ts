import type { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';

/** A schema as a CRD has it, and values that the API server takes for it. */
export interface SchemaCase {
  schema: JsonObject;
  value: fc.Arbitrary<JsonValue>;
}

const NAMES = ['name', 'size', 'a-b', 'constructor', 'x/y', 'toString', 'tags'];
const name = fc.constantFrom(...NAMES);

const leaf = fc.oneof<fc.Arbitrary<SchemaCase>[]>(
  fc.constant({ schema: { type: 'string' }, value: fc.string() }),
  fc.constant({
    schema: { type: 'string', enum: ['a', 'b', ''] },
    value: fc.constantFrom('a', 'b', ''),
  }),
  fc.constant({
    schema: { type: 'string', minLength: 1, maxLength: 4, default: 'x' },
    value: fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme-ascii' }),
  }),
  fc.constant({
    schema: { type: 'string', pattern: '^[a-z]+\\-[[:digit:]]$' },
    value: fc.constantFrom('ab-1', 'z-9'),
  }),
  fc.constant({
    schema: { type: 'integer', minimum: 0, maximum: 9, default: 3 },
    value: fc.integer({ min: 0, max: 9 }),
  }),
  fc.constant({
    schema: { type: 'number', exclusiveMinimum: true, minimum: 0 },
    value: fc.double({ min: 0.001, max: 1e9, noNaN: true }),
  }),
  fc.constant({ schema: { type: 'boolean' }, value: fc.boolean() }),
  fc.constant({
    schema: { type: 'string', nullable: true },
    value: fc.option(fc.string()),
  }),
  fc.constant({
    schema: { 'x-kubernetes-int-or-string': true },
    value: fc.oneof(fc.integer(), fc.string()),
  }),
  fc.constant({
    schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    value: fc.dictionary(
      name,
      fc.oneof(
        fc.string(),
        fc.integer(),
        fc.constantFrom(true, null, 0.5, 1e300),
        fc.array(fc.string(), { maxLength: 2 }),
      ),
    ) as fc.Arbitrary<JsonValue>,
  }),
) as fc.Arbitrary<SchemaCase>;

const listOf = ({ schema, value }: SchemaCase): SchemaCase => ({
  schema: { type: 'array', items: schema, maxItems: 3 },
  value: fc.array(value, { maxLength: 3 }) as fc.Arbitrary<JsonValue>,
});

const mapOf = ({ schema, value }: SchemaCase): SchemaCase => ({
  schema: { type: 'object', additionalProperties: schema },
  value: fc.dictionary(name, value, { maxKeys: 3 }) as fc.Arbitrary<JsonValue>,
});

function objectOf(properties: [string, SchemaCase, boolean][]): SchemaCase {
  const required = properties.filter(([, , must]) => must).map(([key]) => key);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        properties.map(([key, { schema }]) => [key, schema]),
      ),
      ...(required.length > 0 ? { required } : {}),
    },
    value: fc.record(
      Object.fromEntries(properties.map(([key, { value }]) => [key, value])),
      { requiredKeys: required },
    ) as fc.Arbitrary<JsonValue>,
  };
}

const casesOf = (leaves: fc.Arbitrary<SchemaCase>): fc.Arbitrary<SchemaCase> =>
  fc.letrec<{ node: SchemaCase; object: SchemaCase }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaves,
      tie('object'),
      tie('node').map(listOf),
      tie('node').map(mapOf),
    ),
    object: fc
      .uniqueArray(fc.tuple(name, tie('node'), fc.boolean()), {
        selector: ([key]) => key,
        maxLength: 4,
      })
      .map(objectOf),
  })).object;

/** Schemas of every kind within each other. */
export const schemaCase = casesOf(leaf);

/** The beginning of each secret in {@link secretCase}. */
export const SECRET = 'sesame';

/** The same with secrets among the texts. */
export const secretCase = casesOf(
  fc.oneof(
    leaf,
    fc
      .constantFrom<JsonObject>(
        { type: 'string', format: 'password' },
        { type: 'string', 'x-ske-form': { widget: 'password' } },
      )
      .map(schema => ({
        schema,
        value: fc.nat().map(number => `${SECRET} ${number}`),
      })),
  ),
);
