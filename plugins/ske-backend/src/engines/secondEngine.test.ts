import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { eventually } from '@internal/testbed';
import {
  at,
  firstResources,
  resourcesQueryText,
  subjectKey,
  type Manifest,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import { ifNotFound, type ResourceType } from '@syntasso/plugin-ske-node';
import { ask, presentOf, startBackend } from '../__testUtils__/backend';
import { blueprints } from '../__testUtils__/blueprintEngine';
import { newCachePromise, newClient } from '../__testUtils__/cachePromise';
import type { ClusterEngine } from '../live/ClusterEngine';
import { enginesServiceRef } from '../platform/platformService';
import { kratixOnCluster } from './kratix/kratixOnCluster';

const client = newClient();
const CRDS: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
};
/** A group of its own, as other tests share the API server. */
const { group, promise } = newCachePromise('Jar');
const name = group.split('.')[0];
const kind = 'Garden';
const GARDENS: ResourceType = { group, version: 'v1', plural: 'gardens' };
const PARTS: ResourceType = { group: '', version: 'v1', plural: 'configmaps' };

const text = { type: 'string' };
const specSchema = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { ...text, enum: ['small', 'large'] },
    gate: { ...text, format: 'password' },
  },
};

/** The CRD of a kind, which takes what a schema says. */
const crd = (
  type: ResourceType,
  of: string,
  scope: string,
  spec: object,
): Manifest =>
  ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${type.plural}.${type.group}` },
    spec: {
      group: type.group,
      scope,
      names: { kind: of, plural: type.plural, singular: of.toLowerCase() },
      versions: [
        {
          ...{ name: type.version, served: true, storage: true },
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec,
                status: {
                  type: 'object',
                  'x-kubernetes-preserve-unknown-fields': true,
                },
              },
            },
          },
        },
      ],
    },
  } as Manifest);

const anything = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};
const blueprint: Manifest = {
  apiVersion: 'blueprints.example.org/v1',
  kind: 'Blueprint',
  metadata: { name },
  spec: {
    provides: { group, kind, plural: GARDENS.plural, schema: specSchema },
    recipe: { steps: ['dig-deep'] },
  },
};
const garden: Manifest = {
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name: 'front', namespace: 'default' },
  spec: { size: 'small', gate: 'sesame-4711' },
};
const ref = { ...garden.metadata, apiVersion: garden.apiVersion, kind };
const subject = subjectKey({ kind: 'resource', ref });
const made: [ResourceType, Manifest][] = [
  [CRDS, crd(blueprints.definitions, 'Blueprint', 'Cluster', anything)],
  [CRDS, crd(GARDENS, kind, 'Namespaced', specSchema)],
  [blueprints.definitions, blueprint],
  [GARDENS, garden],
];

/** An engine of which the platform has no definitions. */
const notInstalled: ClusterEngine = {
  ...blueprints,
  name: 'not-installed',
  definitions: { ...blueprints.definitions, plural: 'nothings' },
  isDefinition: () => false,
};
const anna = {
  authorization: mockCredentials.user.header('user:default/anna'),
};
let backend: Awaited<ReturnType<typeof startBackend>>;
let ske: string;

beforeAll(async () => {
  for (const [type, object] of made) {
    await eventually(`${object.kind} ${object.metadata.name}`, () =>
      client.create(type, object).catch(ifNotFound),
    );
  }
  backend = await startBackend({
    features: [
      createServiceFactory({
        service: enginesServiceRef,
        deps: {},
        factory: () => [kratixOnCluster, notInstalled, blueprints],
      }),
    ],
  });
  ske = `${backend.api}/ske`;
}, 60_000);
afterAll(async () => {
  await backend?.stop();
  for (const [type, { metadata }] of made.reverse()) {
    await client.delete(type, metadata).catch(ifNotFound);
  }
});

/** What a page of one subject shows, once it is what is waited for. */
const seen = (
  what: string,
  key: string,
  isIt: (event: StreamEvent) => boolean,
) =>
  eventually(what, async () => {
    const [{ event }] = await presentOf(ske, anna, [key]);
    return isIt(event) ? event : undefined;
  });

const entity = (refOfEntity: string) =>
  eventually(refOfEntity, async () => {
    const url = `${backend.api}/catalog/entities/by-name/${refOfEntity}`;
    const { status, answer } = await ask(url, anna);
    return status === 200 ? (answer as Entity) : undefined;
  });

it('is on offer beside Promises, also one by the same name', async () => {
  await client.create(kratixOnCluster.definitions, promise);
  const twin = { ...promise, metadata: { name } };
  try {
    const { answer } = await ask(`${ske}/v1/promises`, anna);
    expect(answer).toEqual({
      items: expect.arrayContaining([
        expect.objectContaining({ name }),
        expect.objectContaining({ name: promise.metadata.name }),
      ]),
    });
    await client.create(kratixOnCluster.definitions, {
      ...twin,
      spec: {},
    });
    for (const { apiVersion, kind: of } of [promise, blueprint]) {
      const query = new URLSearchParams({ apiVersion, kind: of, name });
      const read = await ask(`${ske}/resource?${query}`, anna);
      expect(read.answer).toMatchObject({ manifest: { kind: of } });
    }
  } finally {
    const { definitions } = kratixOnCluster;
    await client.delete(definitions, promise.metadata);
    await client.delete(definitions, twin.metadata).catch(ifNotFound);
    await eventually('no Promise of that name', async () => {
      const { answer: page } = await ask(`${ske}/v1/promises/${name}`, anna);
      return at(page, 'title') === kind || undefined;
    });
  }
});

it('has a page, in its engine’s words, without what is for the platform team', async () => {
  const page = await ask(`${ske}/v1/promises/${name}`, anna);
  expect(page.answer).toMatchObject({
    ...{ title: kind, available: true },
    health: { state: 'progressing' },
    api: { group, kind, version: 'v1', plural: 'gardens', hasSpec: true },
  });
  const { apiVersion, kind: of } = blueprint;
  const query = new URLSearchParams({ apiVersion, kind: of, name });
  const { answer } = await ask(`${ske}/resource?${query}`, anna);
  expect(JSON.stringify(answer)).toContain('provides');
  expect(JSON.stringify(answer)).not.toContain('dig-deep');
});

it('has entities, and a Template with its form', async () => {
  expect(await entity('component/default/garden-blueprint')).toMatchObject({
    metadata: {
      title: 'Garden Blueprint',
      description: 'Garden from a Blueprint',
      tags: ['blueprint'],
    },
  });
  const template = await entity('template/default/garden-blueprint-template');
  expect(JSON.stringify(template.spec?.parameters)).toContain('"large"');
  expect(await entity('component/default/front-garden')).toMatchObject({
    metadata: {
      description: `Garden in default, created via ${name} Blueprint`,
    },
    spec: { dependsOn: ['component:default/garden-blueprint'] },
  });
});

it('shows its Resources as its engine sees them, as they change', async () => {
  await seen(
    'a Garden that grows',
    subject,
    event =>
      event.kind === 'resource' && event.view.health.state === 'progressing',
  );
  await client.patch(
    GARDENS,
    garden.metadata,
    { status: { state: 'Grown', edition: 'spring' } },
    'status',
  );
  await client.create(PARTS, {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { state: 'watered' } },
    metadata: {
      name: `bed-${name}`,
      namespace: 'default',
      labels: { 'blueprints.example.org/instance': 'front' },
    },
  });
  const shown = await seen(
    'a Garden that has grown',
    subject,
    event =>
      event.kind === 'resource' &&
      event.view.health.state === 'ready' &&
      event.view.healthRecords.length > 0,
  );
  expect(shown).toMatchObject({
    view: {
      healthRecords: [{ name: `bed-${name}`, state: 'watered' }],
      promise: { name, title: kind },
      operations: ['pause'],
      paused: false,
    },
  });
  expect(JSON.stringify(shown)).not.toContain('sesame');
  const query = resourcesQueryText(firstResources);
  const list = await ask(`${ske}/v1/promises/${name}/resources?${query}`, anna);
  expect(list.answer).toMatchObject({
    byHealth: { ready: 1 },
    rows: [{ ref: { name: 'front' }, promiseVersion: 'spring' }],
  });
});

it('can be tried out, paused and deleted; what the engine cannot is refused', async () => {
  const manifest = JSON.stringify({
    ...garden,
    metadata: { ...garden.metadata, name: 'back' },
    spec: { size: 'huge' },
  });
  const tried = await ask(`${ske}/v1/dry-run`, anna, {
    manifest,
    mode: 'create',
  });
  expect(tried.answer).toMatchObject({
    outcome: 'refused',
    problems: [{ field: 'spec.size' }],
  });
  expect((await ask(`${ske}/v1/pause`, anna, ref)).status).toBe(200);
  const paused = await client.get(GARDENS, garden.metadata);
  expect(paused.metadata.labels).toEqual({
    'blueprints.example.org/tending': 'off',
  });
  expect(await ask(`${ske}/v1/retry`, anna, ref)).toMatchObject({
    status: 403,
    error: 'Resources of a Blueprint cannot be run again.',
  });
  const upgrade = { ...ref, version: 'v2' };
  expect(await ask(`${ske}/v1/upgrade`, anna, upgrade)).toMatchObject({
    status: 403,
    error: 'Resources of a Blueprint cannot be moved to another version.',
  });
  expect((await ask(`${ske}/delete-resource`, anna, ref)).status).toBe(200);
  await seen('no Garden', subject, event => event.kind === 'gone');
});

it('is for its audience only', async () => {
  await client.patch(blueprints.definitions, blueprint.metadata, {
    metadata: {
      annotations: {
        'kratix.io/backstage-audience': 'group:default/gardeners',
      },
    },
  });
  const refused = await seen(
    'a refusal',
    subjectKey({ kind: 'promise', name }),
    event => event.kind === 'refused',
  );
  expect(refused).toMatchObject({
    message: expect.stringContaining(
      `Blueprint ${name} is for group:default/gardeners`,
    ),
  });
});
