import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject } from '../kubernetes/json';
import { formHintsSchema, type FormHints } from './hints';
import { readFormHints } from './readHints';
import { withFormHints } from './withHints';

const text: JsonObject = { type: 'string' };

const schema: JsonObject = {
  type: 'object',
  required: ['size', 'plan', 'disk'],
  properties: {
    size: { type: 'string', enum: ['small', 'large'] },
    plan: { type: 'string', default: 'free' },
    disk: {
      type: 'object',
      required: ['class'],
      properties: { class: text, gib: { type: 'integer' } },
    },
    users: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: text,
          kind: text,
          keys: { type: 'array', items: text },
        },
      },
    },
    labels: { type: 'object', additionalProperties: text },
    'a.b': { type: 'object', properties: { c: text } },
    port: { 'x-kubernetes-int-or-string': true },
  },
};

const hinted = (hints: Record<string, FormHints>, given = schema) =>
  withFormHints(given, new Map(Object.entries(hints)));

it('puts hints into the nodes that their paths lead to', () => {
  const before = JSON.stringify(schema);
  const result = hinted({
    'spec.size': { order: 1 },
    'spec.disk.class': { advanced: true },
    'spec.users[].name': { title: 'Who' },
    'spec.users[].keys[]': { widget: 'textarea' },
    'spec.labels{}': { placeholder: 'x' },
    'spec["a.b"].c': { unit: 'GiB' },
  });
  expect(result.problems).toEqual([]);
  expect(result.schema).toMatchObject({
    properties: {
      size: { 'x-ske-form': { order: 1 }, enum: ['small', 'large'] },
      disk: { properties: { class: { 'x-ske-form': { advanced: true } } } },
      users: {
        items: {
          properties: {
            name: { 'x-ske-form': { title: 'Who' } },
            keys: { items: { 'x-ske-form': { widget: 'textarea' } } },
          },
        },
      },
      labels: { additionalProperties: { 'x-ske-form': { placeholder: 'x' } } },
      'a.b': { properties: { c: { 'x-ske-form': { unit: 'GiB' } } } },
    },
  });
  expect(JSON.stringify(schema)).toBe(before);
});

it('leaves nodes without hints the same objects', () => {
  const result = hinted({ 'spec.disk.class': { order: 1 } }).schema;
  const same = (...path: string[]) =>
    at(result, 'properties', ...path) === at(schema, 'properties', ...path);
  expect(['size', 'users', 'labels'].every(name => same(name))).toBe(true);
  expect(same('disk', 'properties', 'gib')).toBe(true);
  expect(same('disk')).toBe(false);
  expect(hinted({}).schema).toBe(schema);
  expect(hinted({ 'spec.siez': { order: 1 } }).schema).toBe(schema);
});

const ownHints: JsonObject = {
  type: 'object',
  properties: {
    size: { ...text, 'x-ske-form': { title: 'Size', order: 2, unit: 'GiB' } },
    plan: { ...text, 'x-ske-form': { order: 'first', group: 'Money' } },
    broken: { ...text, 'x-ske-form': 'radio' },
    list: { type: 'array', items: { ...text, 'x-ske-form': { hidden: true } } },
  },
  oneOf: [{ required: ['size'], 'x-ske-form': { title: 'By size' } }],
};

it('reads the hints of the schema itself; those of the annotation win', () => {
  const result = hinted(
    {
      'spec.size': { order: 1, title: 'How big' },
      'spec.list[]': { order: 1 },
    },
    ownHints,
  );
  expect(result.schema).toEqual({
    type: 'object',
    properties: {
      size: {
        ...text,
        'x-ske-form': { title: 'How big', order: 1, unit: 'GiB' },
      },
      plan: { ...text, 'x-ske-form': { group: 'Money' } },
      broken: text,
      list: { type: 'array', items: { ...text, 'x-ske-form': { order: 1 } } },
    },
    oneOf: ownHints.oneOf,
  });
  expect(result.problems).toEqual([
    "x-ske-form in the Promise's API: spec.plan: order must be a number.",
    "x-ske-form in the Promise's API: spec.broken: must be a map, such as { title: How big, order: 1 }.",
    "x-ske-form in the Promise's API: spec.list[]: hidden is for fields; what is in a list or map is always shown. Say it of the list or map.",
  ]);
});

it('leaves a schema as it is whose own hints are right', () => {
  const { properties, ...others } = ownHints;
  const right = {
    ...others,
    properties: { size: (properties as JsonObject).size! },
  };
  expect(hinted({}, right)).toEqual({ schema: right, problems: [] });
  expect(hinted({}, right).schema).toBe(right);
});

it('takes a field that is called as the keyword for a field', () => {
  const fields = { type: 'object', properties: { 'x-ske-form': text } };
  expect(hinted({ 'spec.x-ske-form': { order: 1 } }, fields)).toEqual({
    schema: {
      type: 'object',
      properties: { 'x-ske-form': { ...text, 'x-ske-form': { order: 1 } } },
    },
    problems: [],
  });
});

it('searches a schema for its own hints once', () => {
  let looks = 0;
  const watched: JsonObject = {
    type: 'object',
    properties: { size: text },
    get items() {
      looks += 1;
      return undefined;
    },
  };
  hinted({ 'spec.size': { order: 1 } }, watched);
  const once = looks;
  expect(withFormHints(watched, new Map()).schema).toBe(watched);
  expect([once > 0, looks]).toEqual([true, once]);
});

it.each<[string, FormHints, string]>([
  [
    'spec.siez',
    { order: 1 },
    'spec.siez is not a field of this API; the fields of spec are size, plan, disk, users, labels, a.b, port',
  ],
  [
    'spec.toString',
    { order: 1 },
    'spec.toString is not a field of this API; the fields of spec are size, plan, disk, users, labels, a.b, port',
  ],
  [
    'spec.size.x',
    { order: 1 },
    'spec.size.x is not a field of this API; spec.size has no fields',
  ],
  [
    'spec.users.name',
    { order: 1 },
    'spec.users is a list; what is in it is spec.users[]',
  ],
  [
    'spec.labels.a',
    { order: 1 },
    'spec.labels is a map; what is in it is spec.labels{}',
  ],
  ['spec.size[]', { order: 1 }, 'spec.size is not a list; leave out its []'],
  ['spec.disk{}', { order: 1 }, 'spec.disk is not a map; leave out its {}'],
  ['size', { order: 1 }, 'size is not the path of a field, such as spec.size'],
  [
    'spec.size',
    { hidden: true },
    'spec.size: hidden would keep everybody from filling in the form, as the field is required and has no default. Give it a default, or take it out of required',
  ],
  [
    'spec.size',
    { showIf: { field: 'spec.plan', equals: 'free' } },
    'spec.size: showIf would keep everybody from filling in the form, as the field is required and has no default. Give it a default, or take it out of required',
  ],
  [
    'spec.labels{}',
    { hidden: true },
    'spec.labels{}: hidden is for fields; what is in a list or map is always shown. Say it of the list or map',
  ],
  [
    'spec.port',
    { showIf: { field: 'spec.exposed', equals: true } },
    'spec.port: showIf looks at a wrong path: spec.exposed is not a field of this API; the fields of spec are size, plan, disk, users, labels, a.b, port',
  ],
  [
    'spec.port',
    { showIf: { field: 'spec.port', present: true } },
    'spec.port: showIf looks at the field itself, which could then never be shown. Name another field',
  ],
  [
    'spec.port',
    { showIf: { field: 'spec.users[].name', present: true } },
    'spec.port: showIf looks into spec.users[], of which there may be many. Name a field that is there once, or that is in the same item',
  ],
  [
    'spec.port',
    { widget: 'password' },
    'spec.port: widget password is only for fields with type: string. Choose another one',
  ],
  [
    'spec.disk',
    { widget: 'radio' },
    'spec.disk: widget radio is for a single value, and this holds several. Choose yaml, or give hints to what is in it',
  ],
  [
    'spec.users[].keys',
    { options: { from: 'owners' } },
    'spec.users[].keys: options are only for fields with type: string, and this is a list. Give them to spec.users[].keys[]',
  ],
  [
    'spec.size',
    { options: { from: 'namespaces' } },
    'spec.size: options have no effect: the API lists the values of this field',
  ],
  [
    'spec.size',
    { unit: 'GiB' },
    'spec.size: unit has no effect: this field is a list of choices',
  ],
  [
    'spec.users[].keys',
    { unit: 'GiB' },
    'spec.users[].keys: unit has no effect: this field is neither a text nor a number',
  ],
  [
    'spec.disk.gib',
    { options: { from: 'namespaces' } },
    'spec.disk.gib: options are only for fields with type: string',
  ],
  [
    'spec.size',
    { labels: { small: 'One replica', tiny: 'None' } },
    'spec.size: labels are for tiny, too, and the values of this field are small, large',
  ],
  [
    'spec.disk.class',
    { labels: { fast: 'SSD' } },
    'spec.disk.class: labels have no effect: the API lists no values of this field',
  ],
  [
    'spec.users[].keys',
    { labels: { a: 'A' } },
    'spec.users[].keys: labels are for single values, and this is a list. Give them to spec.users[].keys[]',
  ],
])('says what is wrong at %s with %j', (path, hints, words) => {
  const result = hinted({ [path]: hints, 'spec.plan': { order: 1 } });
  expect(result.problems).toEqual([`ske.backstage.template/form: ${words}.`]);
  expect(hintsOf(result.schema)).toEqual([{ order: 1 }]);
});

it.each<[string, FormHints]>([
  ['spec.plan', { hidden: true }],
  ['spec.disk.gib', { hidden: true }],
  [
    'spec.users[].kind',
    { showIf: { field: 'spec.users[].name', equals: 'root' } },
  ],
  ['spec.users[].kind', { showIf: { field: 'spec.size', in: ['large'] } }],
  ['spec.users[].name', { options: { from: 'namespaces' }, widget: 'text' }],
  ['spec.disk', { widget: 'yaml' }],
  ['spec.size', { labels: { small: 'One replica' }, widget: 'select' }],
])('lets %s have %j', (path, hints) => {
  const result = hinted({ [path]: hints });
  expect(result.problems).toEqual([]);
  expect(hintsOf(result.schema)).toEqual([hints]);
});

it('changes nothing but the hints, in any schema', () => {
  const own = fc.oneof(fc.jsonValue(), fc.record({ order: fc.nat() }));
  const leaf = fc.record({ 'x-ske-form': own }, { requiredKeys: [] });
  const { node } = fc.letrec<{ node: JsonObject }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3 },
      leaf as fc.Arbitrary<JsonObject>,
      fc.record(
        {
          type: fc.constantFrom('string', 'object', 'array'),
          properties: fc.dictionary(
            fc.constantFrom('a', 'a.b', 'items', 'x-ske-form', '__proto__'),
            tie('node'),
            { maxKeys: 3 },
          ),
          items: tie('node'),
          additionalProperties: fc.oneof(fc.boolean(), tie('node')),
          oneOf: fc.array(tie('node'), { maxLength: 2 }),
          'x-ske-form': own,
        },
        { requiredKeys: [] },
      ) as fc.Arbitrary<JsonObject>,
    ),
  }));
  const paths = [
    'spec.a',
    'spec["a.b"]',
    'spec.items[].a',
    'spec.x-ske-form{}',
  ];
  const hints = fc.dictionary(
    fc.constantFrom(...paths, 'spec.__proto__'),
    fc.record({ order: fc.nat() }),
  );
  fc.assert(
    fc.property(node, hints, (given, wanted) => {
      const before = JSON.stringify(given);
      const result = hinted(wanted, given);
      expect(JSON.stringify(given)).toBe(before);
      expect(withoutHints(result.schema)).toEqual(withoutHints(given));
      // What has been mended once is right.
      expect(hinted(wanted, result.schema).schema).toEqual(result.schema);
    }),
  );
});

it('takes all examples of docs/forms.md', () => {
  const page = readFileSync(
    join(__dirname, '../../../../docs/forms.md'),
    'utf8',
  );
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, block]) => parse(block) as JsonObject,
  );
  const annotations = blocks.flatMap(block => {
    const found = at(block, 'metadata', 'annotations');
    if (isObject(found)) return [Object.values(found).map(String)];
    return Object.keys(block).every(key => key.startsWith('spec.'))
      ? [[JSON.stringify(block)]]
      : [];
  });
  const shown = new Set<string>();
  for (const [form] of annotations) {
    const read = readFormHints({
      metadata: { annotations: { 'ske.backstage.template/form': form } },
    });
    expect(read.problems).toEqual([]);
    [...read.hints.values()].forEach(hints =>
      Object.keys(hints).forEach(key => shown.add(key)),
    );
  }
  expect([...shown].sort()).toEqual(Object.keys(formHintsSchema.shape).sort());
  const schemas = blocks.filter(block => isObject(block.properties));
  expect(schemas.length).toBeGreaterThan(0);
  for (const one of schemas) expect(hinted({}, one).problems).toEqual([]);
});

/** All hints that are in a schema. */
function hintsOf(value: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(value)) return value.flatMap(hintsOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'x-ske-form' ? [item!] : hintsOf(item),
  );
}

/** A schema without what is said about the form. */
function withoutHints(node: JsonObject): JsonValue {
  const inside = (value: JsonValue | undefined): JsonValue | undefined => {
    if (Array.isArray(value)) return value.map(item => inside(item)!);
    return isObject(value) ? withoutHints(value) : value;
  };
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'x-ske-form')
      .map(([key, value]) => [
        key,
        key === 'properties' && isObject(value)
          ? Object.entries(value).map(([name, child]) => [
              name,
              withoutHints(child as JsonObject),
            ])
          : inside(value),
      ]),
  ) as JsonObject;
}
