import type { JsonObject } from '@backstage/types';
import { schemaChanges } from './schemaChanges';

const spec = (properties: JsonObject, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
});
const text = { type: 'string' };
const changesOf = (
  before: JsonObject,
  after: JsonObject,
  requiredBefore: string[] = [],
  requiredAfter: string[] = [],
) =>
  schemaChanges(spec(before, requiredBefore), spec(after, requiredAfter)).map(
    ({ field, kind, ...more }) => [field, kind, more],
  );

it('tells fields that come and go, and what is required', () => {
  expect(
    changesOf(
      { size: text, zone: text, legacyMode: text },
      { size: text, zone: text, tls: spec({ cert: text }), owner: text },
      ['zone'],
      ['size', 'owner'],
    ),
  ).toEqual([
    ['spec.size', 'required', {}],
    ['spec.zone', 'optional', {}],
    ['spec.tls', 'added', { required: false }],
    ['spec.owner', 'added', { required: true }],
    ['spec.legacyMode', 'removed', {}],
  ]);
});

it('tells choices, defaults, types, limits and rules', () => {
  expect(
    changesOf(
      {
        size: { ...text, enum: ['s', 'xl'], default: 's' },
        port: { type: 'integer', maximum: 10 },
        name: text,
        note: { ...text, description: 'old' },
        tier: text,
      },
      {
        size: { ...text, enum: ['s', 'm'], default: 'm' },
        port: { type: 'integer', maximum: 5, minimum: 1 },
        name: { type: 'integer' },
        note: { ...text, description: 'new' },
        tier: {
          ...text,
          enum: ['a', 'b'],
          'x-kubernetes-validations': [{ rule: 'self == oldSelf' }],
        },
      },
    ),
  ).toEqual([
    ['spec.size', 'choices', { removed: ['xl'], added: ['m'] }],
    ['spec.size', 'default', { before: 's', after: 'm' }],
    ['spec.port', 'limit', { limit: 'minimum', before: undefined, after: '1' }],
    ['spec.port', 'limit', { limit: 'maximum', before: '10', after: '5' }],
    ['spec.name', 'type', { before: 'string', after: 'integer' }],
    ['spec.tier', 'limit', { limit: 'enum', before: undefined, after: 'a, b' }],
    ['spec.tier', 'rules', {}],
  ]);
});

it('looks into groups, lists and maps', () => {
  const inside = (leaf: JsonObject) => ({
    group: spec({ 'a.b': leaf }),
    list: { type: 'array', items: spec({ a: leaf }) },
    map: { type: 'object', additionalProperties: leaf },
  });
  expect(
    changesOf(inside(text), inside({ type: 'boolean' })).map(
      ([field]) => field,
    ),
  ).toEqual(['spec.group["a.b"]', 'spec.list[].a', 'spec.map{}']);
});

it('tells no change of the same, and takes any shape', () => {
  const schema = spec({ a: text });
  expect(schemaChanges(schema, structuredClone(schema))).toEqual([]);
  const odd = {
    properties: { a: null, b: 1, constructor: { type: ['string', 'null'] } },
    required: 'a',
    items: 5,
  };
  expect(schemaChanges({}, odd)).toEqual([
    { field: 'spec.constructor', kind: 'added', required: false },
  ]);
  expect(schemaChanges(odd, {})).toEqual([
    { field: 'spec.constructor', kind: 'removed' },
  ]);
});

it('tells at most two hundred, of any depth', () => {
  const many = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, index) => [`k${index}`, text]),
  );
  expect(changesOf({}, many)).toHaveLength(200);
  const deep = (leaf: JsonObject) => {
    let node = leaf;
    for (let level = 0; level < 5_000; level += 1) {
      node = { type: 'object', properties: { a: node } };
    }
    return node;
  };
  expect(schemaChanges(deep(text), deep({ type: 'integer' }))).toEqual([]);
});

it('compares many choices quickly', () => {
  const choices = (beginning: string) =>
    spec({
      a: {
        ...text,
        enum: Array.from({ length: 60_000 }, (_, n) => `${beginning}${n}`),
      },
    });
  const start = performance.now();
  const [change] = schemaChanges(choices('old-'), choices('new-'));
  expect(change).toMatchObject({ field: 'spec.a', kind: 'choices' });
  expect(performance.now() - start).toBeLessThan(2_000);
});
