import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import fc from 'fast-check';

const TEXTS = [
  ...['', 'a', 'b', 'ab', 'A', 'ä', '😀', 'a-b', 'x-a', '-', '%', '5%', '0%'],
  ...['a,b', 'a, b', 'eu-west', 'a@b', 'a.b.com', 'v1.2', 'prod', 'test', ' '],
  ...['0', '1', '12', '+7', '0.5', '1e3', '1Gi', '1023Mi', '500m', '1k', '1n'],
  ...['1m', '59m', '90m', 'abyz', 'ba', 'aa', 'ha', 'null', 'aäb', '25', '\n'],
];
const FORMATS: Record<string, string[]> = {
  duration: ['1m', '59s', '1h30m', '24h', '1ms', '0s'],
  date: ['2024-01-01', '2029-12-31', '2030-01-01', '0001-01-01'],
  'date-time': [
    '2030-01-01T23:59:59.9Z',
    '2030-01-02T00:00:00Z',
    '2030-01-02T01:00:00+02:00',
    '2024-02-29T12:00:00.123456789-05:30',
  ],
  byte: ['', 'YQ==', 'YWI=', 'YWM=', 'YWJj', '/+8='],
};
const NUMBERS = [0, 1, 2, 2.5, 0.1, 0.25, -3, 1.9, 1e-7, 1e21, 123456.5];

/** Values that fit a schema, few of each kind so that some are alike. */
export function valuesOf(schema: JsonObject): fc.Arbitrary<JsonValue> {
  const integers = fc.oneof(
    fc.integer({ min: -3, max: 12 }),
    fc.constantFrom(9007199254740991, 1000),
  );
  const texts = fc.constantFrom(...TEXTS);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (schema['x-kubernetes-int-or-string']) return fc.oneof(integers, texts);
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integers;
    case 'number':
      return fc.constantFrom(...NUMBERS);
    case 'string': {
      const known = FORMATS[String(schema.format)];
      return known ? fc.constantFrom(...known) : texts;
    }
    case 'array':
      return listsOf(schema);
    default:
      return objectsOf(schema);
  }
}

function listsOf(schema: JsonObject): fc.Arbitrary<JsonValue> {
  const keys = schema['x-kubernetes-list-map-keys'];
  const unique =
    schema['x-kubernetes-list-type'] === 'map' ||
    schema['x-kubernetes-list-type'] === 'set';
  const items = valuesOf(schema.items as JsonObject);
  return unique
    ? fc.uniqueArray(items, {
        maxLength: 3,
        selector: item =>
          JSON.stringify(
            Array.isArray(keys) && isObject(item)
              ? keys.map(key => item[String(key)])
              : item,
          ),
      })
    : fc.array(items, { maxLength: 3 });
}

function objectsOf(schema: JsonObject): fc.Arbitrary<JsonValue> {
  if (isObject(schema.additionalProperties)) {
    return fc.dictionary(
      fc.constantFrom('a', 'x-a', 'team', 'ab', '1', 'ä'),
      valuesOf(schema.additionalProperties),
      { maxKeys: 3, noNullPrototype: true },
    );
  }
  if (!isObject(schema.properties)) {
    return fc.constantFrom<JsonValue>({}, { x: 1 }, { x: 2 });
  }
  return fc.record(
    Object.fromEntries(
      Object.entries(schema.properties).map(([key, inner]) => [
        key,
        isObject(inner) && inner.nullable
          ? fc.oneof(valuesOf(inner), fc.constant(null))
          : valuesOf(inner as JsonObject),
      ]),
    ),
    {
      requiredKeys: Array.isArray(schema.required)
        ? schema.required.map(String)
        : [],
      noNullPrototype: true,
    },
  );
}
