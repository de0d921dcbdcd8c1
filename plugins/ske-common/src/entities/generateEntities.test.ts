import type { JsonValue } from '@backstage/types';
import {
  environmentKeys,
  mergeGenerationOptions,
  NO_OPTIONS,
  readEntityCustomization,
  readEnvironmentOptions,
  type GenerationOptions,
} from '../customization';
import {
  componentAnnotationKeys,
  templateAnnotationKeys,
} from '../annotations/entityOptions';
import { at } from '../kubernetes/json';
import { redisPromise, redisResource } from './__testUtils__/redis';
import { CATALOG_INFO, documentsOf, serializeDocuments } from './catalogInfo';
import {
  generatePromiseEntities,
  generateResourceEntities,
  type GeneratedEntities,
} from './generateEntities';

/** One option: its names in each source, and what becomes of it. */
interface Row {
  env?: string;
  annotation: string;
  field: string;
  given?: string;
  path: string[];
  expected?: JsonValue;
}

/** A label that each object here has, and an entity only where it is told to. */
const LABEL = 'acme.example/team';

const LIST = { given: ' a, b,, ', expected: ['a', 'b'] };

const component: Row[] = [
  ['NAME', 'name', 'metadata'] as const,
  ['TITLE', 'title', 'metadata'] as const,
  ['DESCRIPTION', 'description', 'metadata'] as const,
  ['TYPE', 'type', 'spec'] as const,
  ['LIFECYCLE', 'lifecycle', 'spec'] as const,
  ['OWNER', 'owner', 'spec'] as const,
  ['SYSTEM', 'system', 'spec'] as const,
]
  .map(
    ([env, option, part]): Row => ({
      env: `COMPONENT_${env}`,
      annotation: `ske.backstage.component/${option}`,
      field: option,
      path: [part, option],
    }),
  )
  .concat([
    {
      env: 'COMPONENT_TAGS',
      annotation: 'ske.backstage.component/tags',
      field: 'tags',
      path: ['metadata', 'tags'],
      ...LIST,
    },
    {
      env: 'COMPONENT_LABELS',
      annotation: 'ske.backstage.component/labels',
      field: 'labels',
      path: ['metadata', 'labels', LABEL],
      given: LABEL,
      expected: 'payments',
    },
    {
      env: 'COMPONENT_SUBCOMPONENT_OF',
      annotation: 'ske.backstage.component/subcomponentOf',
      field: 'subComponentOf',
      path: ['spec', 'subcomponentOf'],
    },
    {
      env: 'COMPONENT_PROVIDES_APIS',
      annotation: 'ske.backstage.component/providesApis',
      field: 'providesAPIs',
      path: ['spec', 'providesApis'],
      ...LIST,
    },
    {
      env: 'COMPONENT_CONSUMES_APIS',
      annotation: 'ske.backstage.component/consumesApis',
      field: 'consumesAPIs',
      path: ['spec', 'consumesApis'],
      ...LIST,
    },
    {
      annotation: 'ske.backstage.component/summary',
      field: 'summary',
      path: ['metadata', 'annotations', 'kratix.io/promise-summary'],
    },
  ]);

const dependsOn: Row = {
  env: 'COMPONENT_DEPENDS_ON',
  annotation: 'ske.backstage.component/dependsOn',
  field: 'dependsOn',
  path: ['spec', 'dependsOn'],
  ...LIST,
};

const page = ['spec', 'parameters', '0'];
const namespaceField = [...page, 'properties', 'objnamespace'];

const template: Row[] = [
  ['TITLE', 'title', 'metadata'] as const,
  ['DESCRIPTION', 'description', 'metadata'] as const,
  ['TYPE', 'type', 'spec'] as const,
  ['LIFECYCLE', 'lifecycle', 'spec'] as const,
  ['OWNER', 'owner', 'spec'] as const,
]
  .map(
    ([env, option, part]): Row => ({
      env: `TEMPLATE_${env}`,
      annotation: `ske.backstage.template/${option}`,
      field: option,
      path: [part, option],
    }),
  )
  .concat([
    {
      env: 'TEMPLATE_TAGS',
      annotation: 'ske.backstage.template/tags',
      field: 'tags',
      path: ['metadata', 'tags'],
      ...LIST,
    },
    {
      env: 'TEMPLATE_NAMESPACE',
      annotation: 'ske.backstage.template/namespace',
      field: 'defaultNamespace',
      path: [...namespaceField, 'default'],
    },
    {
      env: 'TEMPLATE_NAMESPACE_FIELD_TITLE',
      annotation: 'ske.backstage.template/namespaceFieldTitle',
      field: 'namespaceFieldTitle',
      path: [...namespaceField, 'title'],
    },
    {
      env: 'TEMPLATE_NAMESPACE_FIELD_DESCRIPTION',
      annotation: 'ske.backstage.template/namespaceFieldDescription',
      field: 'namespaceFieldDescription',
      path: [...namespaceField, 'description'],
    },
    {
      env: 'TEMPLATE_SINGLE_SPEC_PAGE',
      annotation: 'ske.backstage.template/singleSpecPage',
      field: 'singleSpecPage',
      path: ['spec', 'parameters', '1', 'title'],
      given: 'true',
      expected: 'Specification',
    },
    {
      env: 'TEMPLATE_HIDE_NAMESPACE',
      annotation: 'ske.backstage.template/hideNamespace',
      field: 'hideNamespace',
      path: [...page, 'required'],
      given: 'true',
      expected: ['objname'],
    },
  ]);

const delivery = { type: 'push', targetBranch: 'main' } as const;

const generatePromise = (
  options: GenerationOptions,
  annotations: Record<string, string> = {},
) =>
  generatePromiseEntities({
    promise: redisPromise({ annotations, labels: { [LABEL]: 'payments' } }),
    delivery,
    options,
  });

const generateResource = (
  options: GenerationOptions,
  annotations: Record<string, string> = {},
) =>
  generateResourceEntities({
    resource: redisResource({ annotations, labels: { [LABEL]: 'payments' } }),
    promise: redisPromise(),
    options,
  });

/** What is at a path of the first or second entity; list items by their number. */
function valueAt(
  generated: GeneratedEntities,
  index: number,
  path: string[],
): unknown {
  if (generated.kind !== 'generated') throw new Error('Nothing is generated');
  let value: unknown = documentsOf(generated.entities)[index];
  for (const key of path) {
    value = Array.isArray(value) ? value[Number(key)] : at(value, key);
  }
  return value;
}

const customization = (
  section: [workflow: string, entity: string],
  fields: Record<string, unknown>,
): GenerationOptions => {
  const [workflow, entity] = section;
  const { options, problems } = readEntityCustomization({
    metadata: { name: 'custom' },
    spec: { entityGenerationOptions: { [workflow]: { [entity]: fields } } },
  });
  expect(problems).toEqual([]);
  return options;
};

const entities = [
  {
    entity: 'Component of a Promise',
    rows: [...component, dependsOn],
    section: ['promise', 'component'] as [string, string],
    workflow: 'promise' as const,
    generate: generatePromise,
    index: 0,
  },
  {
    entity: 'Template',
    rows: template,
    section: ['promise', 'template'] as [string, string],
    workflow: 'promise' as const,
    generate: generatePromise,
    index: 1,
  },
  {
    entity: 'Component of a Resource',
    rows: component,
    section: ['resource', 'component'] as [string, string],
    workflow: 'resource' as const,
    generate: generateResource,
    index: 0,
  },
];

describe.each(entities)('$entity', about => {
  const { rows, section, workflow, generate, index } = about;
  const fromEnvironment = (row: Row, text: string) =>
    readEnvironmentOptions({ [row.env!]: text }, workflow).options;
  const textOf = ({ given = 'given' }: Row) => given;
  const expectedOf = ({ expected = 'given' }: Row) => expected;

  it.each(rows.filter(({ env }) => env))('takes $env', row => {
    const options = fromEnvironment(row, textOf(row));
    expect(valueAt(generate(NO_OPTIONS), index, row.path)).not.toEqual(
      expectedOf(row),
    );
    expect(valueAt(generate(options), index, row.path)).toEqual(
      expectedOf(row),
    );
  });

  it.each(rows)('takes $annotation', row => {
    const annotations = { [row.annotation]: textOf(row) };
    expect(valueAt(generate(NO_OPTIONS, annotations), index, row.path)).toEqual(
      expectedOf(row),
    );
  });

  it.each(rows)('takes $field of a customisation', row => {
    const isList = Array.isArray(row.expected);
    const values =
      isList && row.given?.includes(',')
        ? [textOf(row), row.expected]
        : [textOf(row), row.given === 'true' ? true : textOf(row)];
    for (const value of values) {
      const options = customization(section, { [row.field]: value });
      expect(valueAt(generate(options), index, row.path)).toEqual(
        expectedOf(row),
      );
    }
  });

  it.each(rows.filter(({ env, given }) => env && !given))(
    'lets annotations come before a customisation, and that before the environment: $field',
    row => {
      const environment = fromEnvironment(row, 'environment');
      const customized = customization(section, { [row.field]: 'customised' });
      const both = mergeGenerationOptions(environment, customized);
      const annotations = { [row.annotation]: 'annotated' };
      const value = (generated: GeneratedEntities) =>
        valueAt(generated, index, row.path);
      expect(value(generate(environment))).toBe('environment');
      expect(value(generate(both))).toBe('customised');
      expect(value(generate(both, annotations))).toBe('annotated');
      expect(value(generate(environment, annotations))).toBe('annotated');
      // What says nothing leaves what came before.
      expect(value(generate(both, { [row.annotation]: ' ' }))).toBe(
        'customised',
      );
    },
  );
});

it('has a row here for each option of each source', () => {
  const names = (key: 'env' | 'annotation', rows: Row[]) =>
    rows.flatMap(row => row[key] ?? []).sort();
  const all = [...component, dependsOn];
  expect(names('env', all)).toEqual(
    Object.values(environmentKeys.component).sort(),
  );
  expect(names('env', template)).toEqual(
    Object.values(environmentKeys.template).sort(),
  );
  expect(names('annotation', all)).toEqual(
    Object.values(componentAnnotationKeys).sort(),
  );
  expect(
    [
      ...names('annotation', template),
      'ske.backstage.template/delivery',
    ].sort(),
  ).toEqual(Object.values(templateAnnotationKeys).sort());
});

it('keeps that a Resource depends on its Promise, whatever else it depends on', () => {
  const annotations = { [dependsOn.annotation]: 'a, b' };
  expect(
    valueAt(generateResource(NO_OPTIONS, annotations), 0, dependsOn.path),
  ).toEqual(['component:default/redis-promise', 'a', 'b']);
});

it('keeps the variables of a Resource out of the names of its Promise', () => {
  const { options } = readEnvironmentOptions(
    { COMPONENT_NAME: 'mine' },
    'resource',
  );
  expect(valueAt(generateResource(options), 0, ['metadata', 'name'])).toBe(
    'mine',
  );
  expect(valueAt(generateResource(options), 0, dependsOn.path)).toEqual([
    'component:default/redis-promise',
  ]);
});

it.each([
  [{ TEMPLATE_NAMESPACE: 'A b' }, 'TEMPLATE_NAMESPACE'],
  [{ TEMPLATE_SINGLE_SPEC_PAGE: 'yes' }, 'TEMPLATE_SINGLE_SPEC_PAGE'],
  [{ TEMPLATE_HIDE_NAMESPACE: '1' }, 'TEMPLATE_HIDE_NAMESPACE'],
])('names what is wrong in %j', (env, field) => {
  const { options, problems } = readEnvironmentOptions(env, 'promise');
  expect(options).toEqual(NO_OPTIONS);
  expect(problems).toMatchObject([
    { field, problem: expect.any(String), remedy: expect.any(String) },
  ]);
});

it('names what is wrong in annotations', () => {
  expect(
    generatePromise(NO_OPTIONS, {
      'ske.backstage.template/delivery': 'pigeon',
      'ske.backstage.template/title': 'Cache',
    }),
  ).toMatchObject({
    entities: [{}, { metadata: { title: 'Cache' } }],
    problems: [
      {
        field: 'ske.backstage.template/delivery',
        problem: 'It is none of push, pull-request',
      },
    ],
  });
});

it.each([
  ['a Promise', generatePromise],
  ['a Resource', generateResource],
])('leaves wrong links of %s out of a file, and says so', (_, generate) => {
  const links = 'ske.backstage.component/links';
  const right = { title: 'Docs', url: 'https://docs.example.org' };
  const wrong = ['nowhere', 'ftp://example.org', 'https://anna@example.org'];
  const generated = generate(NO_OPTIONS, {
    [links]: [`Docs=${right.url}`, ...wrong.map(url => `Bad=${url}`)].join(
      '\n',
    ),
  });
  expect(generated).toMatchObject({
    entities: expect.arrayContaining([
      expect.objectContaining({
        metadata: expect.objectContaining({ links: [right] }),
      }),
    ]),
    problems: [{ field: links, remedy: expect.any(String) }],
  });
});

it('names what is wrong in a customisation, and takes what is right', () => {
  const read = readEntityCustomization({
    metadata: { name: 'custom' },
    spec: {
      entityGenerationOptions: {
        promise: {
          component: { title: 'Cache', tags: [1], subcomponentOf: 'x' },
          template: 'none',
        },
        resource: { component: { owner: { name: 'a' } } },
      },
      destinationSelectors: [{ matchLabels: { environment: 'backstage' } }],
      containers: [{ name: 'patch' }],
    },
  });
  const root = 'spec.entityGenerationOptions';
  expect(read).toMatchObject({
    name: 'custom',
    options: {
      promiseComponent: { title: 'Cache' },
      template: {},
      resourceComponent: {},
    },
    destinationSelectors: [{ environment: 'backstage' }],
    containers: [],
  });
  expect(read.problems.map(({ field }) => field)).toEqual([
    `${root}.promise.component.tags`,
    `${root}.promise.component.subcomponentOf`,
    `${root}.promise.template`,
    `${root}.resource.component.owner`,
    'spec.containers.0.image',
  ]);
});

it.each([undefined, null, 'text', [], { spec: null }, { spec: { a: 1 } }])(
  'reads %j as a customisation that says nothing',
  object => {
    expect(readEntityCustomization(object).options).toEqual(NO_OPTIONS);
  },
);

it('generates nothing for a Promise without an API', () => {
  expect(
    generatePromiseEntities({
      promise: { ...redisPromise(), spec: {} },
      delivery,
    }),
  ).toEqual({ kind: 'noApi' });
});

it('calls the Promise of a Resource by its kind where it may not be read', () => {
  const { apiVersion, kind } = redisPromise();
  const generated = generateResourceEntities({
    resource: redisResource(),
    promise: { apiVersion, kind, metadata: { name: 'cache-service' } },
  });
  expect(valueAt(generated, 0, dependsOn.path)).toEqual([
    'component:default/redis-promise',
  ]);
  expect(valueAt(generated, 0, ['metadata', 'description'])).toBe(
    'Redis in web, created via cache-service Promise',
  );
});

it('shows the status without secrets and without what the controller writes itself', () => {
  const condition = (type: string) => ({ type, status: 'True' });
  const generated = generateResourceEntities({
    resource: {
      ...redisResource(),
      status: {
        message: 'ready',
        password: 'hunter2hunter2',
        conditions: [
          condition('Reconciled'),
          condition('PortalBindingReady'),
          condition('BackstagePortalSynced'),
        ],
      },
    },
    promise: redisPromise(),
  });
  const status = valueAt(generated, 0, [
    'metadata',
    'annotations',
    'kratix.io/status',
  ]);
  expect(JSON.parse(String(status))).toMatchObject({
    message: 'ready',
    conditions: [{ type: 'Reconciled' }],
  });
  expect(status).not.toContain('hunter2');
});

it('writes the same bytes for the same input', () => {
  const write = () => {
    const generated = generatePromise(NO_OPTIONS);
    return generated.kind === 'generated'
      ? serializeDocuments(documentsOf(generated.entities))
      : '';
  };
  expect(write()).toBe(write());
  expect(write().split('\n---\n')).toHaveLength(2);
  expect(CATALOG_INFO).toBe('catalog-info.yaml');
});
