import { z } from 'zod';
import { hintKeys } from './hintKeys';
import { formHintsSchema, hintsIn, type FormHints } from './hints';

describe('formHintsSchema', () => {
  it('says of each hint what it is for', () => {
    const described = z.toJSONSchema(formHintsSchema, {
      unrepresentable: 'any',
    }).properties!;
    expect(Object.keys(described)).toEqual([
      'title',
      'description',
      'order',
      'widget',
      'placeholder',
      'group',
      'advanced',
      'hidden',
      'showIf',
      'unit',
      'options',
    ]);
    for (const hint of Object.values(described)) {
      expect(hint).toHaveProperty('description', expect.stringMatching(/\w/));
    }
  });

  it.each<[string, unknown]>([
    ['an order below zero', { order: -1.5 }],
    ['null as a value', { showIf: { field: 'spec.a', equals: null } }],
    ['an object as a value', { showIf: { field: 'spec.a', equals: { b: 1 } } }],
    ['some values', { showIf: { field: 'spec["a.b"]', in: [1, 'x'] } }],
    ['absence', { showIf: { field: 'spec.a[].b', present: false } }],
    ['namespaces', { options: { from: 'namespaces' } }],
    [
      'resources',
      {
        options: {
          from: 'resources',
          promise: 'redis',
          value: 'namespace/name',
        },
      },
    ],
    [
      'entities',
      {
        options: {
          from: 'entities',
          filter: { kind: ['System', 'Domain'], 'spec.type': 'x' },
        },
      },
    ],
  ])('takes %s', (_, hints) => {
    expect(hintsIn(hints)).toEqual({ hints, wrong: [] });
  });

  it.each<[unknown, string]>([
    ['radio', 'must be a map, such as { title: How big, order: 1 }'],
    [null, 'must be a map, such as { title: How big, order: 1 }'],
    [
      { colour: 'red' },
      'has "colour", which means nothing here; known are title, description, order, widget, placeholder, group, advanced, hidden, showIf, unit, options, unique',
    ],
    [{ unique: 'yes' }, 'unique must be true or false'],
    [{ title: 5 }, 'title must be a text; put it in quotes'],
    [{ title: '' }, 'title must not be empty'],
    [{ order: '1' }, 'order must be a number'],
    [{ order: NaN }, 'order must be a number'],
    [
      { widget: 'radoi' },
      'widget must be one of text, textarea, radio, select, password, yaml',
    ],
    [{ hidden: 'yes' }, 'hidden must be true or false'],
    [
      { showIf: 'spec.a' },
      'showIf must be a map, such as { field: spec.size, equals: small }',
    ],
    [
      { showIf: { field: 'size', equals: 1 } },
      'showIf.field must be the path of a field, such as spec.size',
    ],
    [
      { showIf: { field: 'spec.a' } },
      'showIf must have exactly one of equals, in and present',
    ],
    [
      { showIf: { field: 'spec.a', equals: 1, present: true } },
      'showIf must have exactly one of equals, in and present',
    ],
    [
      { showIf: { field: 'spec.a', in: [] } },
      'showIf.in must have at least one value',
    ],
    [
      { showIf: { field: 'spec.a', equals: NaN } },
      'showIf.equals must be a JSON value',
    ],
    [
      { showIf: { field: 'spec.a', is: 1 } },
      'showIf has "is", which means nothing here; known are field, equals, in, present',
    ],
    [
      { options: 'namespaces' },
      'options must be a map, such as { from: namespaces }',
    ],
    [
      { options: { from: 'pods' } },
      'options.from must be one of namespaces, resources, destinations, entities, owners, repositories',
    ],
    [
      { options: { from: 'resources' } },
      'options.promise must be the name of a Promise',
    ],
    [
      { options: { from: 'resources', promise: 'redis', value: 'uid' } },
      'options.value must be name (the default) or namespace/name',
    ],
    [
      { options: { from: 'owners', filter: {} } },
      'options has "filter", which means nothing here; known are from',
    ],
    [
      { options: { from: 'entities', filter: { kind: 1 } } },
      'options.filter.kind must be a text or a list of texts',
    ],
    [
      { options: { from: 'entities', filter: [] } },
      'options.filter must be a map, such as { kind: System }',
    ],
  ])('says what is wrong with %j', (value, words) => {
    expect(hintsIn(value)).toEqual({ hints: {}, wrong: [words] });
  });

  it('keeps what is right beside what is wrong', () => {
    expect(
      hintsIn({
        title: 'Size',
        order: 'first',
        colour: 'red',
        showIf: { field: 'spec.a' },
        unit: 'GiB',
      }),
    ).toEqual({
      hints: { title: 'Size', unit: 'GiB' },
      wrong: [
        'order must be a number',
        'showIf must have exactly one of equals, in and present',
        expect.stringMatching(/^has "colour"/),
      ],
    });
  });

  it('refuses keys of JavaScript and values without end', () => {
    expect(hintsIn(JSON.parse('{"__proto__": 1, "order": 1}')).hints).toEqual({
      order: 1,
    });
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    expect(
      hintsIn({ showIf: { field: 'spec.a', equals: deep } }).wrong,
    ).toEqual(['showIf.equals must be a JSON value']);
  });
});

describe('hintKeys', () => {
  it.each<[FormHints, object]>([
    [{}, {}],
    [
      { title: 'T', description: 'D', placeholder: 'P' },
      { 'ui:title': 'T', 'ui:description': 'D', 'ui:placeholder': 'P' },
    ],
    [
      { order: 0, group: 'Place', advanced: true, unit: 'GiB' },
      {
        'ui:options': { order: 0, group: 'Place', advanced: true, unit: 'GiB' },
      },
    ],
    [
      { showIf: { field: 'spec.a', equals: null } },
      { 'ui:options': { showIf: { field: 'spec.a', equals: null } } },
    ],
    [{ widget: 'radio' }, { 'ui:widget': 'radio' }],
    [{ widget: 'yaml' }, { 'ui:field': 'SkeYaml' }],
    // Its field is that of a secret.
    [{ widget: 'password' }, {}],
    [{ hidden: false }, {}],
    [
      { hidden: true, widget: 'yaml', options: { from: 'owners' } },
      { 'ui:widget': 'hidden' },
    ],
    [
      { order: 1, options: { from: 'entities', filter: { kind: 'System' } } },
      {
        'ui:field': 'EntityPicker',
        'ui:options': {
          order: 1,
          allowArbitraryValues: false,
          catalogFilter: { kind: 'System' },
        },
      },
    ],
    [
      { options: { from: 'entities' } },
      {
        'ui:field': 'EntityPicker',
        'ui:options': { allowArbitraryValues: false },
      },
    ],
    [
      { options: { from: 'owners' } },
      {
        'ui:field': 'OwnerPicker',
        'ui:options': { allowArbitraryValues: false },
      },
    ],
    [
      { options: { from: 'repositories', host: 'github.com' } },
      {
        'ui:field': 'RepoUrlPicker',
        'ui:options': { allowedHosts: ['github.com'] },
      },
    ],
    [
      { widget: 'radio', options: { from: 'namespaces' } },
      {
        'ui:widget': 'radio',
        'ui:options': { optionsFrom: { from: 'namespaces' } },
      },
    ],
    [
      { options: { from: 'resources', promise: 'redis', value: 'name' } },
      {
        'ui:options': {
          optionsFrom: { from: 'resources', promise: 'redis', value: 'name' },
        },
      },
    ],
    [
      { options: { from: 'destinations' } },
      { 'ui:options': { optionsFrom: { from: 'destinations' } } },
    ],
  ])('%j adds %j', (hints, keys) => {
    expect(hintKeys(hints)).toEqual(keys);
  });
});
