import type { JsonObject, JsonValue } from '@backstage/types';
import { formSchema } from '@syntasso/plugin-ske-common';
import { alternativesOf } from './alternatives';
import { problemsOf } from './validate';
import { completed } from './values';

const found = (schema: JsonObject, value: JsonValue) => {
  const form = formSchema(schema);
  return problemsOf(form, completed(form, value)).map(({ path, key }) => [
    path.join('|'),
    key,
  ]);
};
const object = (properties: JsonObject, more: JsonObject = {}) => ({
  type: 'object',
  properties,
  ...more,
});
const text = { type: 'string' };

it.each<[string, JsonObject, JsonValue, string[][]]>([
  [
    'what is required',
    object({ a: text }, { required: ['a'] }),
    {},
    [['a', 'field.required']],
  ],
  [
    'nothing that the server fills in',
    object({ a: { ...text, default: 'x' } }, { required: ['a'] }),
    {},
    [],
  ],
  [
    'keys of maps with any letters',
    object({
      m: { type: 'object', additionalProperties: { type: 'integer' } },
    }),
    { m: { 'a/b~c': 'x' } },
    [['m|a/b~c', 'field.type']],
  ],
  [
    'items that nobody has filled in',
    object({ l: { type: 'array', items: text } }),
    { l: ['a', undefined as never] },
    [['l|1', 'field.empty']],
  ],
  [
    'formats as the API server checks them',
    object({
      a: { ...text, format: 'date-time' },
      b: { ...text, format: 'uri' },
    }),
    { a: '2026-11-25T08:00:00', b: 'a b' },
    [
      ['a', 'field.formatExample'],
      ['b', 'field.formatExample'],
    ],
  ],
  [
    'int32',
    object({ a: { type: 'integer', format: 'int32' } }),
    { a: 2 ** 31 },
    [['a', 'field.format']],
  ],
  [
    'integers that were rounded on their way here',
    object({ a: { type: 'integer' }, b: { type: 'number' } }),
    { a: 2 ** 60, b: 1e20 },
    [['a', 'field.rounded']],
  ],
  [
    'nothing in a schema that says nothing',
    object({ a: { type: 'text', multipleOf: 0 } }),
    { a: 1 },
    [],
  ],
  [
    'enough fields, when the server fills some in',
    object({ a: { ...text, default: 'x' } }, { minProperties: 1 }),
    {},
    [],
  ],
  [
    'sets with the same item twice',
    object({
      s: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    }),
    { s: ['a', 'a'] },
    [['s', 'field.unique']],
  ],
  [
    'lists that are maps with the same key twice',
    object({
      s: {
        type: 'array',
        items: object({ name: text, x: text }),
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
      },
    }),
    {
      s: [
        { name: 'a', x: '1' },
        { name: 'a', x: '2' },
      ],
    },
    [['s', 'field.unique']],
  ],
  [
    'choices, in one sentence for all alternatives',
    object(
      { a: text, b: text },
      { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    ),
    { a: '', b: '' },
    [['', 'field.exactlyOne']],
  ],
  [
    'patterns of Go',
    object({ a: { ...text, pattern: '^(?i)[[:alpha:]]+\\-x$' } }),
    { a: 'AB-y' },
    [['a', 'field.pattern']],
  ],
  [
    'null where there is none: it is left out, as by the server',
    object({ a: text }),
    { a: null },
    [],
  ],
])('finds %s', (_name, schema, value, expected) => {
  expect(found(schema, value)).toEqual(expected);
});

it.each<[string, JsonObject, string[] | undefined]>([
  ['two', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, ['A', 'B']],
  [
    'one with what all share',
    { oneOf: [{ required: ['a', 'c'] }, { required: ['b', 'c'] }] },
    ['A', 'B'],
  ],
  [
    'at most one',
    {
      oneOf: [
        { required: ['a'] },
        { required: ['b'] },
        { not: { anyOf: [{ required: ['a'] }, { required: ['b'] }] } },
      ],
    },
    ['A', 'B'],
  ],
  [
    'two within allOf',
    { allOf: [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }] },
    ['A', 'B'],
  ],
  [
    'at least one',
    { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    undefined,
  ],
  [
    'fields that are not there',
    { oneOf: [{ required: ['z'] }, { required: ['b'] }] },
    undefined,
  ],
  [
    'values',
    { oneOf: [{ properties: { a: { enum: ['x'] } } }, { required: ['b'] }] },
    undefined,
  ],
])('draws a choice of %s', (_name, rules, titles) => {
  const schema = formSchema(object({ a: text, b: text, c: text }, rules));
  const [choice] = alternativesOf(schema);
  expect(choice?.groups.map(({ title }) => title)).toEqual(titles);
});

it('leaves long texts to the server where a pattern would take too long', () => {
  const schema = object({ a: { ...text, pattern: '^[^,]*,.*,.*;$' } });
  expect(found(schema, { a: ',' })).toEqual([['a', 'field.pattern']]);
  expect(found(schema, { a: ','.repeat(100_000) })).toEqual([]);
});

it('says all at once: what is empty, and what is wrong beside it', () => {
  const schema = object(
    { l: { type: 'array', items: text }, n: { type: 'integer' } },
    { required: ['a'] },
  );
  expect(found(schema, { l: [undefined as never], n: 'x' })).toEqual([
    ['l|0', 'field.empty'],
    ['a', 'field.required'],
    ['n', 'field.type'],
  ]);
});

describe('where the page may make no functions of text', () => {
  const { Function: original } = globalThis;
  const refuse = (): never => {
    throw new EvalError('unsafe-eval is not an allowed source of script');
  };
  beforeEach(() => {
    globalThis.Function = new Proxy(original, {
      apply: refuse,
      construct: refuse,
    });
  });
  afterEach(() => {
    globalThis.Function = original;
  });

  it('everything is checked all the same', () => {
    expect(() => Reflect.construct(Function, ['return 1'])).toThrow(EvalError);
    const schema = object(
      {
        count: { type: 'integer', maximum: 3 },
        mail: { ...text, format: 'email' },
        name: { ...text, pattern: '^[a-z]+$' },
      },
      { required: ['size'], oneOf: [{ required: ['a'] }] },
    );
    expect(found(schema, { count: 4, mail: 'x', name: 'X' })).toEqual([
      ['', 'field.exactlyOne'],
      ['size', 'field.required'],
      ['count', 'field.maximum'],
      ['mail', 'field.formatExample'],
      ['name', 'field.pattern'],
    ]);
  });
});
