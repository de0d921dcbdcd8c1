import type { Entity } from '@backstage/catalog-model';
import {
  kratix,
  makeOfferingComponent,
  makeOfferingTemplate,
  makeResourceComponent,
  manifestSchema,
  toEntityName,
} from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { checkEntity } from './checkEntity';

const component = (
  metadata: object = {},
  spec: object = {},
  more: object = {},
): Entity =>
  ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'redis-promise', ...metadata },
    spec: {
      ...{ type: 'kratix-promise', lifecycle: 'production' },
      owner: 'team-a',
      ...spec,
    },
    ...more,
  } as Entity);

const OPTIONS = 'ske.backstage.component';

it.each<[string, object, object]>([
  [
    'tags',
    { tags: ['Data Platform', 'data-platform', 'h1.v2-promise', 'c++'] },
    { tags: ['data-platform', 'h1-v2-promise', 'c++'] },
  ],
  [
    'tags that are too long',
    { tags: [`${'a'.repeat(62)} b`] },
    { tags: ['a'.repeat(62)] },
  ],
  ['a namespace', { namespace: 'Team A' }, { namespace: 'team-a' }],
  [
    'values of labels and annotations',
    { labels: { a: 'x y', b: 1 }, annotations: { c: 2, d: true } },
    { labels: { a: 'x-y', b: '1' }, annotations: { c: '2', d: 'true' } },
  ],
  [
    'links',
    { links: [{ url: 'https://example.org', title: ' ' }] },
    { links: [{ url: 'https://example.org' }] },
  ],
])('puts %s right', async (_, metadata, expected) => {
  const { entity, problems } = await checkEntity(component(metadata));
  expect(entity?.metadata).toEqual({ name: 'redis-promise', ...expected });
  expect(problems).toEqual([]);
});

it.each<[string, string, object, object, string]>([
  ['metadata.tags', 'tags', { tags: ['数据', 'a'] }, { tags: ['a'] }, '"数据"'],
  ['metadata.title', 'title', { title: ' ' }, {}, 'It is empty'],
  [
    'metadata.links',
    'links',
    { links: [{ url: 'not a link' }, { url: 'https://example.org' }] },
    { links: [{ url: 'https://example.org' }] },
    '"not a link"',
  ],
  [
    'metadata.links',
    'links',
    { links: [{ url: 'https://anna@example.org' }] },
    { links: [] },
    'has a user name or a password in it',
  ],
  [
    'metadata.links',
    'links',
    { links: [{ url: 'data:text/html,hello' }] },
    { links: [] },
    '"data:text/html,hello"',
  ],
])(
  'leaves out only %s, and says why and what to do',
  async (field, option, metadata, expected, reason) => {
    const { entity, problems } = await checkEntity(component(metadata));
    expect(entity?.metadata).toEqual({ name: 'redis-promise', ...expected });
    expect(problems).toEqual([
      {
        field,
        reason: expect.stringContaining(reason),
        remedy: `Correct the annotation ${OPTIONS}/${option} of the object.`,
      },
    ]);
  },
);

it('leaves out keys that no entity can have, and values that are no text', async () => {
  const { entity, problems } = await checkEntity(
    component({
      annotations: { 'a b': 'x', 'a/b/c': 'x', good: 'x', object: {} },
      labels: { '-': 'x', list: [] },
    }),
  );
  expect(entity?.metadata).toMatchObject({
    annotations: { good: 'x' },
    labels: {},
  });
  expect(problems.map(({ field }) => field).sort()).toEqual([
    'metadata.annotations.a b',
    'metadata.annotations.a/b/c',
    'metadata.annotations.object',
    'metadata.labels.-',
    'metadata.labels.list',
  ]);
});

it('leaves out references that the catalog cannot read; what has to have an owner gets the usual one', async () => {
  const { entity, problems } = await checkEntity(
    component(
      {},
      {
        owner: 'group:',
        system: ':x',
        providesApis: ['orders', 'api:default/'],
        dependsOn: ['no-kind', 'component:default/db'],
      },
    ),
  );
  expect(entity?.spec).toEqual({
    type: 'kratix-promise',
    lifecycle: 'production',
    owner: 'kratix-platform',
    providesApis: ['orders'],
    dependsOn: ['component:default/db'],
  });
  expect(problems.map(({ field }) => field)).toEqual([
    'spec.owner',
    'spec.system',
    'spec.providesApis',
    'spec.dependsOn',
  ]);
  expect(problems[3].reason).toBe(
    '"no-kind" is not an entity reference. A valid one looks like component:default/name.',
  );
});

it.each<[string, Entity, string]>([
  ['a name', component({ name: 'a'.repeat(64) }), 'metadata.name'],
  [
    'a field that is not known',
    component({}, {}, { extra: 1 }),
    'additional properties',
  ],
  ['no type', component({}, { type: '' }), 'type'],
  [
    'a kind that it does not know',
    component({}, {}, { kind: 'Thing' }),
    'it knows no Thing',
  ],
])(
  'keeps out, and reports, what the catalog refuses as a whole: %s',
  async (_, original, reason) => {
    const { entity, problems } = await checkEntity(original);
    expect(entity).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({
        field: 'entity',
        reason: expect.stringContaining(reason),
      }),
    ]);
  },
);

it('does not show a secret in a reason', async () => {
  const url = `ftp://anna:hunter2${'x'.repeat(100)}@files.example.org`;
  const { problems } = await checkEntity(component({ links: [{ url }] }));
  expect(problems).toHaveLength(1);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

/** A Promise, and a Resource of it, as far as the API server takes them. */
const objectsOf = (
  name: string,
  kind: string,
  annotations: Record<string, string>,
) => {
  const definition = manifestSchema.parse({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: { name, annotations },
    spec: {
      api: {
        spec: {
          group: 'example.org',
          names: { kind, plural: kind.toLowerCase() },
          versions: [{ name: 'v1', schema: { openAPIV3Schema: {} } }],
        },
      },
    },
  });
  const resource = manifestSchema.parse({
    apiVersion: 'example.org/v1',
    kind,
    metadata: { name, namespace: 'default', annotations },
  });
  return { offering: kratix.offeringOf(definition), resource };
};

it('lets every Promise and Resource that the API server takes into the catalog', async () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  const names = fc
    .array(label, { minLength: 1, maxLength: 4 })
    .map(labels => labels.join('.').slice(0, 253))
    .filter(name => /[a-z0-9]$/.test(name));
  const kinds = fc.stringMatching(/^[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/);
  const options = fc.constantFrom(
    ...['name', 'title', 'description', 'tags', 'owner', 'system', 'links'],
    ...['subcomponentOf', 'providesApis', 'consumesApis', 'dependsOn'],
    ...['type', 'lifecycle', 'summary'],
  );
  const prefixes = fc.constantFrom(OPTIONS, 'ske.backstage.template');
  const annotations = fc
    .array(fc.tuple(prefixes, options, fc.string({ unit: 'binary' })))
    .map(all =>
      Object.fromEntries(
        all.map(([prefix, option, text]) => [`${prefix}/${option}`, text]),
      ),
    );
  await fc.assert(
    fc.asyncProperty(names, kinds, annotations, async (name, kind, given) => {
      const { offering, resource } = objectsOf(name, kind, given);
      const entityNames = {
        component: toEntityName(`${kind}-promise`),
        template: toEntityName(`${kind}-promise-template`),
      };
      const template = makeOfferingTemplate(offering, entityNames.template);
      const made = [
        makeOfferingComponent(offering, entityNames),
        ...(template ? [template] : []),
        makeResourceComponent(
          { offering, resource },
          { resource: toEntityName(`${name}-${kind}`), offering: entityNames },
        ),
      ];
      for (const one of made) {
        const { entity, problems } = await checkEntity(one);
        expect({ problems, name: entity?.metadata.name }).toEqual({
          problems,
          name: one.metadata.name,
        });
      }
    }),
  );
});
