import { stringifyEntityRef } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import {
  kratix,
  manifestSchema,
  NO_OPTIONS,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import { newCatalogEntities } from './names/InMemoryNameTable';

const promise = (
  metadata: Partial<Manifest['metadata']>,
  size: JsonObject,
): Manifest =>
  promiseOf('Redis', {
    group: 'example.org',
    metadata,
    properties: { spec: { type: 'object', properties: { size } } },
  });

const text = { type: 'string' };

/** What the Template of a Promise asks for, in each state of the Promise. */
async function templates(...states: Manifest[]) {
  const catalog = newCatalogEntities();
  const asked: string[] = [];
  for (const state of states) {
    catalog.objects.putOffering(kratix.offeringOf(state));
    const [{ entities }] = await catalog.generateChanged();
    const template = entities.find(({ kind }) => kind === 'Template');
    asked.push(JSON.stringify(template?.spec?.parameters));
  }
  return asked;
}

it('makes the form anew when the API is another one', async () => {
  const [before, after] = await templates(
    promise({ generation: 1 }, text),
    promise({ generation: 2 }, { type: 'integer' }),
  );
  expect(before).toContain('"string"');
  expect(after).not.toEqual(before);
});

it('does not when only the status has changed', async () => {
  // Whoever goes through the fields is counted.
  let looked = 0;
  const watched = (generation: number) => {
    const size = Object.defineProperty({}, 'type', {
      enumerable: true,
      get() {
        looked += 1;
        return 'string';
      },
    });
    return promise({ generation }, size);
  };
  const catalog = newCatalogEntities();
  const cost = async (one: Manifest) => {
    looked = 0;
    catalog.objects.putOffering(kratix.offeringOf(one));
    await catalog.generateChanged();
    return looked;
  };
  const first = await cost(watched(1));
  expect(await cost(watched(1))).toBeLessThan(first);
  expect(await cost(watched(2))).toBe(first);
});

it('makes it anew when an annotation changes how it is drawn', async () => {
  const annotations = { 'ske.backstage.template/singleSpecPage': 'true' };
  const [before, after] = await templates(
    promise({ generation: 1 }, text),
    promise(
      {
        generation: 1,
        annotations: {
          'ske.backstage.template/hideNamespace': 'true',
          ...annotations,
        },
      },
      text,
    ),
  );
  expect(after).not.toEqual(before);
});

it('keeps an address out of the links as soon as its API says that it is secret', async () => {
  const catalog = newCatalogEntities();
  const url = 'https://example.org/invite/4711';
  const put = (generation: number, invite: JsonObject) => {
    const offered = kratix.offeringOf(
      promiseOf('Redis', {
        group: 'example.org',
        metadata: { generation },
        properties: {
          spec: { type: 'object', properties: { size: text } },
          status: { type: 'object', properties: { invite } },
        },
      }),
    );
    catalog.objects.putOffering(offered);
    return offered;
  };
  catalog.objects.putResource(
    put(1, text),
    manifestSchema.parse({
      apiVersion: 'example.org/v1',
      kind: 'Redis',
      metadata: { name: 'one', namespace: 'default', uid: '1' },
      status: { invite: url },
    }),
  );
  const linksOf = async () =>
    (await catalog.generateChanged())
      .flatMap(({ entities }) => entities)
      .filter(({ metadata }) => metadata.name === 'one-redis')
      .map(({ metadata }) => metadata.links);
  expect(await linksOf()).toEqual([[{ url, title: 'Invite' }]]);
  put(1, text);
  expect(await linksOf()).toEqual([]);
  put(2, { ...text, format: 'password' });
  expect(await linksOf()).toEqual([undefined]);
});

it('makes the labels of a Template anew when its Promise has another version', async () => {
  const catalog = newCatalogEntities();
  const versionOf = async (version: string) => {
    const released = {
      ...promise({ generation: 1 }, text),
      status: { version },
    };
    catalog.objects.putOffering(kratix.offeringOf(released));
    const [{ entities }] = await catalog.generateChanged();
    return entities.map(
      ({ metadata }) => metadata.labels?.['kratix.io/promise-version'],
    );
  };
  expect(await versionOf('v1')).toEqual(['v1', 'v1']);
  expect(await versionOf('v2')).toEqual(['v2', 'v2']);
});

it('carries the labels that app-config names, unless a customisation names others', async () => {
  const catalog = newCatalogEntities();
  catalog.customizations.defaults = {
    ...NO_OPTIONS,
    resourceComponent: { labels: ['acme.example/*'] },
  };
  const offering = kratix.offeringOf(promise({ generation: 1 }, text));
  catalog.objects.putOffering(offering);
  const labelsOf = async (annotations: Record<string, string>) => {
    const resource = manifestSchema.parse({
      apiVersion: 'example.org/v1',
      kind: 'Redis',
      metadata: {
        ...{ name: 'one', namespace: 'default', uid: '1', annotations },
        labels: { 'acme.example/team': 'payments', 'tool.example/id': '1' },
      },
    });
    catalog.objects.putResource(offering, resource);
    const made = await catalog.generateChanged();
    const { entities } = made.find(({ key }) => key.includes('/one'))!;
    return entities[0].metadata.labels;
  };
  const known = { 'kratix.io/promise-name': 'redis' };
  expect(await labelsOf({})).toEqual({
    ...known,
    'acme.example/team': 'payments',
  });
  expect(
    await labelsOf({ 'ske.backstage.component/labels': 'tool.example/id' }),
  ).toEqual({ ...known, 'tool.example/id': '1' });
});

it('publishes a Resource under the name that it was given when it was requested', async () => {
  const catalog = newCatalogEntities();
  const offering = kratix.offeringOf(promise({ generation: 1 }, text));
  const redis = (namespace: string, createdAt?: string) =>
    manifestSchema.parse({
      apiVersion: 'example.org/v1',
      kind: 'Redis',
      metadata: {
        ...{ name: 'dup', namespace, uid: `uid-${namespace}` },
        creationTimestamp: createdAt,
      },
    });
  const namespaces = ['c', 'b', 'a'];
  const reservedRefs: (string | undefined)[] = [];
  for (const namespace of namespaces)
    reservedRefs.push(await catalog.reserveRef(redis(namespace)));
  expect(reservedRefs[0]).toBe('component:default/dup-redis');
  expect(new Set(reservedRefs).size).toBe(3);

  catalog.objects.putOffering(offering);
  // The watch reports them in another order.
  [...namespaces].reverse().forEach((namespace, n) => {
    const createdAt = `2026-01-0${n + 1}T00:00:00Z`;
    catalog.objects.putResource(offering, redis(namespace, createdAt));
  });
  const generated = await catalog.generateChanged();
  const publishedRefs = generated
    .flatMap(({ entities }) => entities)
    .map(entity => stringifyEntityRef(entity));
  expect(publishedRefs).toEqual(expect.arrayContaining(reservedRefs));
});

describe('a customisation', () => {
  const labels = { 'kratix.io/backstage-customization': 'data' };
  const annotations = { 'ske.backstage.component/owner': 'group:default/own' };
  const made = async (spec: JsonObject | undefined, own = {}) => {
    const catalog = newCatalogEntities();
    if (spec) {
      catalog.customizations.entity.put({
        apiVersion: 'platform.kratix.io/v1alpha1',
        kind: 'BackstageEntityCustomization',
        metadata: { name: 'data' },
        spec,
      });
    }
    const state = promise({ labels, annotations: own }, text);
    catalog.objects.putOffering(kratix.offeringOf(state));
    const [{ key, entities }] = await catalog.generateChanged();
    return { entities, problems: catalog.reports.problemsOf(key) };
  };
  const options = {
    promise: {
      component: { owner: 'group:default/data', system: 'shop' },
      template: { title: 'Ask' },
    },
  };

  it('changes the entities of an offering that names it, below its annotations', async () => {
    const { entities, problems } = await made(
      { entityGenerationOptions: options },
      annotations,
    );
    expect(entities).toMatchObject([
      { spec: { owner: 'group:default/own', system: 'shop' } },
      { metadata: { title: 'Ask' } },
    ]);
    expect(problems).toEqual([]);
  });

  it('is reported where it is not there, and what of it does not count', async () => {
    expect((await made(undefined)).problems).toMatchObject([
      { field: 'BackstageEntityCustomization data', entity: 'Component' },
    ]);
    const { problems } = await made({
      entityGenerationOptions: { promise: { component: { titel: 'Ask' } } },
      containers: [{ name: 'patch', image: 'portal-patch' }],
    });
    expect(problems.map(({ reason }) => reason)).toEqual([
      'There is no such option.',
      'Direct discovery runs no containers.',
    ]);
  });
});

describe('reports', () => {
  const warnings: string[] = [];
  const logger = { warn: (line: string) => void warnings.push(line) };
  beforeEach(() => warnings.splice(0));

  const linked = (links: string) =>
    promise({ annotations: { 'ske.backstage.component/links': links } }, text);
  const key = 'platform.kratix.io/Promise//redis';

  it('say what is left out of an entity, in the log once for each text', async () => {
    const catalog = newCatalogEntities();
    const changed = jest.fn();
    catalog.reports.onChange(key, changed);
    const problems = async (one: Manifest) => {
      catalog.objects.putOffering(kratix.offeringOf(one));
      await catalog.generateChanged();
      catalog.reports.logNew(logger);
      return catalog.reports.problemsOf(key);
    };
    expect(await problems(linked('Guide=nowhere'))).toEqual([
      {
        object: { kind: 'Promise', name: 'redis' },
        entity: 'Component',
        field: 'metadata.links',
        reason: '"nowhere" is no address that begins with https:// or http://.',
        remedy:
          'Correct the annotation ske.backstage.component/links of the object.',
      },
    ]);
    await problems(linked('Guide=nowhere'));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Promise redis: metadata\.links of its Component is left out\. "nowhere"/,
      ),
    ]);
    expect(changed).toHaveBeenCalledTimes(1);
    await problems(linked('Guide=elsewhere'));
    expect(warnings).toHaveLength(2);
    expect(catalog.reports.all).toMatchObject({
      objects: 1,
      examples: [{ reason: expect.stringContaining('elsewhere') }],
    });
    expect(await problems(linked('Guide=https://example.org'))).toEqual([]);
    expect(catalog.reports.all).toEqual({ objects: 0, examples: [] });
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it('end with their object, and are few in the log', async () => {
    const catalog = newCatalogEntities();
    const offering = kratix.offeringOf(promise({ generation: 1 }, text));
    catalog.objects.putOffering(offering);
    const resources = Array.from({ length: 30 }, (_, index) =>
      manifestSchema.parse({
        apiVersion: 'example.org/v1',
        kind: 'Redis',
        metadata: {
          ...{ name: `r${index}`, namespace: 'default', uid: `${index}` },
          annotations: { 'ske.backstage.component/dependsOn': 'nothing' },
        },
      }),
    );
    resources.forEach(one => catalog.objects.putResource(offering, one));
    await catalog.generateChanged();
    catalog.reports.logNew(logger);
    expect(warnings).toHaveLength(21);
    expect(warnings[20]).toContain('10 more problems');
    expect([...catalog.reports.keysOf(key)]).toHaveLength(30);
    resources.forEach(one => catalog.objects.removeResource(offering, one));
    await catalog.generateChanged();
    expect([...catalog.reports.keysOf(key)]).toEqual([]);
  });
});
