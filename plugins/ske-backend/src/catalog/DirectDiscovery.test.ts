import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { eventually } from '@internal/testbed';
import type { Manifest, Offering } from '@syntasso/plugin-ske-common';
import type {
  Change,
  InformerListener,
  SharedInformer,
} from '@syntasso/plugin-ske-node';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import type { WatchSpec } from '../live/ClusterEngine';
import type { ClusterWatches } from '../live/ClusterWatches';
import { ShownHealths } from '../live/ShownHealths';
import { WatchedOfferings } from '../live/WatchedOfferings';
import {
  InMemoryNameTable,
  newCatalogEntities,
} from '../entities/names/InMemoryNameTable';
import type { NameTable } from '../entities/names/NameTable';
import { DirectDiscovery } from './DirectDiscovery';
import type { DiscoveryUpdate } from './PublishedEntities';

/** A watch that is told what is on the platform. */
class FakeInformer {
  readonly #objects = new Map<string, Manifest>();
  readonly #listeners = new Set<InformerListener>();
  state: { kind: string } = { kind: 'live' };
  readonly list = {};
  readonly type;
  readonly store = {
    list: () => [...this.#objects.values()],
    get: (namespace: string, name: string) =>
      this.#objects.get(`${namespace}/${name}`),
  };

  constructor(plural: string) {
    this.type = { group: 'example.org', version: 'v1', plural };
  }

  put(object: Manifest) {
    this.#objects.set(keyOf(object), object);
    this.#tell({ kind: 'added', object });
  }

  remove(object: Manifest) {
    this.#objects.delete(keyOf(object));
    this.#tell({ kind: 'deleted', object });
  }

  set(state: { kind: string }) {
    this.state = state;
    this.#listeners.forEach(one => one.onState?.(state as never));
  }

  subscribe(listener: InformerListener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: Change) {
    this.#listeners.forEach(one => one.onChange?.(change));
  }
}

const keyOf = ({ metadata: { namespace, name } }: Manifest) =>
  `${namespace}/${name}`;

const promise = (
  name: string,
  { kind = 'Redis', version = 'v1', ...metadata }: Record<string, unknown> = {},
): Manifest =>
  ({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: { name, ...metadata },
    spec: {
      api: {
        spec: {
          group: 'example.org',
          names: { kind, plural: `${kind}s`.toLowerCase() },
          versions: [
            {
              ...{ name: version, served: true, storage: true },
              schema: { openAPIV3Schema: { type: 'object', properties: {} } },
            },
          ],
        },
      },
    },
  } as Manifest);

const redis = (name: string, more: object = {}): Manifest => ({
  ...{ apiVersion: 'example.org/v1', kind: 'Redis' },
  metadata: { name, namespace: 'default', ...more },
});

/** A discovery of Redises, and what it tells; another replica has the same table. */
function discover(table: NameTable = new InMemoryNameTable()) {
  const promises = new FakeInformer('promises');
  const customizations = new FakeInformer('backstageentitycustomizations');
  const portalCustomizations = new FakeInformer('portalcustomizations');
  const informers = new Map<string, FakeInformer>();
  /** Watches of a version that are others than those of the API's first one. */
  const ofVersion = new Map<string, FakeInformer>();
  const resources = (plural: string) => {
    const informer = informers.get(plural) ?? new FakeInformer(plural);
    informers.set(plural, informer);
    return informer;
  };
  const entities = newCatalogEntities(table);
  let generated: string[] = [];
  entities.annotationsOf = ({ metadata }) => {
    generated.push(metadata.name);
    return {};
  };
  const live = {
    ...{ name: 'test', entities },
    watch: ({ type }: WatchSpec) =>
      [customizations, portalCustomizations].find(
        one => one.type.plural === type.plural,
      ) as unknown as SharedInformer,
    offerings: new WatchedOfferings([kratixOnCluster], {
      watch: () => promises as unknown as SharedInformer,
    }),
    healths: new ShownHealths(
      {
        watch: () => {
          const unreadable = new FakeInformer('works');
          unreadable.set({ kind: 'denied' });
          return unreadable as unknown as SharedInformer;
        },
      },
      () => kratixOnCluster,
    ),
    healthDependencies: () => [],
    allResources: ({ api }: Offering) => {
      const { plural, version } = api!.served!;
      return [ofVersion.get(version) ?? resources(plural)];
    },
  };
  const updates: DiscoveryUpdate[] = [];
  const sink = { refuses: false, refused: 0 };
  const shown: Entity[] = [];
  const warnings: string[] = [];
  const errors: unknown[] = [];
  const log = (message: string) => warnings.push(message);
  const discovery = new DirectDiscovery(live as unknown as ClusterWatches, {
    checkReach: async () => true,
    onUpdate: async update => {
      if (sink.refuses) {
        sink.refused += 1;
        throw new Error('not now');
      }
      updates.push(update);
    },
    listShown: async () => shown,
    logger: {
      info: log,
      warn: log,
      error: (_, error) => errors.push(error),
    },
  });
  /** What the next update says, in short; and of which Resources entities were made. */
  const next = async () => {
    const update = await eventually('an update', async () => updates.shift());
    const made = generated;
    generated = [];
    return { ...shortOf(update), made };
  };
  return {
    entities,
    promises,
    customizations,
    portalCustomizations,
    redises: resources('rediss'),
    queues: resources('queues'),
    ofVersion,
    shown,
    warnings,
    errors,
    discovery,
    updates,
    sink,
    next,
  };
}

const titled = (title: string) => ({
  'ske.backstage.component/title': title,
});

const namesIn = (refs: string[]) =>
  refs.map(ref => ref.replace(':default/', ' ')).sort();

/** What an update says, in short. */
const shortOf = (
  update: DiscoveryUpdate,
): { full?: string[]; added?: string[]; removed?: string[] } =>
  update.kind === 'full'
    ? { full: namesIn(update.entities.map(stringifyEntityRef as never)) }
    : {
        added: namesIn(update.added.map(stringifyEntityRef as never)),
        removed: namesIn(update.removed),
      };

let stop: (() => void) | undefined;
afterEach(() => stop?.());

/** A Promise with two Resources, of which the catalog knows. */
async function begun() {
  const made = discover();
  stop = () => made.discovery.stop();
  made.promises.put(promise('redis'));
  made.redises.put(redis('one'));
  made.redises.put(redis('two'));
  made.discovery.start();
  expect(await made.next()).toEqual({
    full: [
      'component one-redis',
      'component redis-promise',
      'component two-redis',
      'template redis-promise-template',
    ],
    made: ['one', 'two'],
  });
  return made;
}

/** A customisation called `data`. */
const customization = (entityGenerationOptions: object): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'BackstageEntityCustomization',
  metadata: { name: 'data' },
  spec: { entityGenerationOptions } as Manifest['spec'],
});

it('makes entities anew of what names a changed customisation, and of nothing else', async () => {
  const made = discover();
  stop = () => made.discovery.stop();
  const { promises, customizations, redises, queues, next } = made;
  const labels = { 'kratix.io/backstage-customization': 'data' };
  promises.put(promise('redis', { labels }));
  promises.put(promise('queue', { kind: 'Queue' }));
  redises.put(redis('one'));
  queues.put({ ...redis('two'), kind: 'Queue' });
  const component = { name: 'cache' };
  customizations.put(customization({ promise: { component } }));
  made.discovery.start();
  expect(await next()).toMatchObject({
    full: [
      'component cache',
      'component one-redis',
      'component queue-promise',
      'component two-queue',
      'template queue-promise-template',
      'template redis-promise-template',
    ],
  });
  const ofResources = { component: { lifecycle: 'experimental' } };
  const changed = customization({
    promise: { component },
    resource: ofResources,
  });
  customizations.put(changed);
  expect(await next()).toEqual({
    ...{ added: ['component one-redis'], removed: [] },
    made: ['one'],
  });
  customizations.remove(changed);
  expect(await next()).toEqual({
    added: ['component one-redis', 'component redis-promise'],
    removed: ['component cache'],
    made: ['one'],
  });
});

/** A PortalCustomization called `data` that changes Components. */
const portalCustomization = (patches: {
  promise?: string;
  resource?: string;
}): Manifest => {
  const lane = (patch: string | undefined) =>
    patch && {
      configure: {
        containers: [
          {
            name: 'patch',
            image: 'portal-patch',
            args: [`{ target: { kind: Component }, patch: ${patch} }`],
          },
        ],
      },
    };
  return {
    apiVersion: 'platform.syntasso.io/v1alpha1',
    kind: 'PortalCustomization',
    metadata: { name: 'data' },
    spec: {
      portalType: 'backstage',
      promise: lane(patches.promise),
      resource: lane(patches.resource),
    },
  };
};

it('makes entities anew of what names a changed PortalCustomization, and of nothing else', async () => {
  const made = discover();
  stop = () => made.discovery.stop();
  const { promises, portalCustomizations, redises, queues, next } = made;
  const labels = { 'kratix.io/portal-customization.main': 'data' };
  promises.put(promise('redis', { labels }));
  promises.put(promise('queue', { kind: 'Queue' }));
  redises.put(redis('one'));
  queues.put({ ...redis('two'), kind: 'Queue' });
  const ofPromise = '{ metadata: { title: Cache } }';
  portalCustomizations.put(portalCustomization({ promise: ofPromise }));
  made.discovery.start();
  expect((await next()).full).toHaveLength(6);
  const changed = portalCustomization({
    promise: ofPromise,
    resource: '{ spec: { lifecycle: experimental } }',
  });
  portalCustomizations.put(changed);
  expect(await next()).toEqual({
    ...{ added: ['component one-redis'], removed: [] },
    made: ['one'],
  });
  portalCustomizations.put(
    portalCustomization({
      promise: '{ metadata: { title: Store } }',
      resource: '{ spec: { lifecycle: experimental } }',
    }),
  );
  expect(await next()).toEqual({
    ...{ added: ['component redis-promise'], removed: [] },
    made: [],
  });
  portalCustomizations.remove(changed);
  expect(await next()).toEqual({
    added: ['component one-redis', 'component redis-promise'],
    removed: [],
    made: ['one'],
  });
});

it('needs no CRD of customisations, and no right to read them that no Promise names', async () => {
  const made = discover();
  stop = () => made.discovery.stop();
  const { promises, customizations, portalCustomizations, next } = made;
  customizations.set({ kind: 'denied' });
  portalCustomizations.set({ kind: 'absent' });
  const labels = { 'kratix.io/portal-customization': 'data' };
  promises.put(promise('redis', { labels }));
  made.discovery.start();
  expect(await next()).toMatchObject({
    full: ['component redis-promise', 'template redis-promise-template'],
  });
  expect(made.entities.reports.unreadableApis).toEqual([]);
  expect(made.entities.reports.all.examples).toMatchObject([
    {
      field: 'PortalCustomization data',
      remedy: expect.stringContaining(
        'allow Backstage to list and watch portalcustomizations.platform.syntasso.io',
      ),
    },
  ]);
});

it('tells where PortalCustomizations that a Promise names may not be read', async () => {
  const made = discover();
  stop = () => made.discovery.stop();
  const { promises, portalCustomizations, next } = made;
  portalCustomizations.set({ kind: 'denied' });
  const labels = { 'kratix.io/portal-customization': 'data' };
  promises.put(promise('redis', { labels }));
  made.discovery.start();
  // Not full: of what cannot be read something may be missing.
  expect(await next()).toMatchObject({
    added: ['component redis-promise', 'template redis-promise-template'],
  });
  expect(made.entities.reports.unreadableApis).toMatchObject([
    { resource: 'portalcustomizations' },
  ]);
});

it('reads customisations from when the first Promise names one', async () => {
  const { promises, customizations, next, updates } = await begun();
  customizations.set({ kind: 'starting' });
  const labels = { 'kratix.io/backstage-customization': 'data' };
  promises.put(promise('redis', { labels }));
  customizations.put(
    customization({ promise: { component: { name: 'cache' } } }),
  );
  customizations.set({ kind: 'live' });
  expect(await next()).toMatchObject({
    added: expect.arrayContaining(['component cache']),
    removed: ['component redis-promise'],
  });
  expect(updates).toEqual([]);
});

it('makes one entity of a changed Resource, and tells nothing that is the same', async () => {
  const { redises, next } = await begun();
  redises.put(redis('one', { labels: { 'tool.example.org/a': 'b' } }));
  redises.put(
    redis('two', { annotations: { 'ske.backstage.component/title': 'Two' } }),
  );
  expect(await next()).toEqual({
    ...{ added: ['component two-redis'], removed: [] },
    made: ['one', 'two'],
  });
  redises.put(redis('three'));
  expect(await next()).toEqual({
    ...{ added: ['component three-redis'], removed: [] },
    made: ['three'],
  });
  redises.remove(redis('one'));
  expect(await next()).toEqual({
    ...{ added: [], removed: ['component one-redis'], made: [] },
  });
});

it('tells the links of a status, of the Resource that has them, and only when they change', async () => {
  const { redises, discovery, updates } = await begun();
  const withStatus = (status: Manifest['status']) =>
    redises.put({ ...redis('one'), status });
  const linksOf = (update: DiscoveryUpdate) =>
    update.kind === 'delta' &&
    update.added.map(({ metadata }) => [metadata.name, metadata.links]);
  const next = async () =>
    linksOf(await eventually('an update', async () => updates.shift()));
  const dashboard = 'https://grafana.example.org/d/one';
  const link = { title: 'Dashboard', url: dashboard };
  withStatus({ dashboard, replicas: 1 });
  expect(await next()).toEqual([['one-redis', [link]]]);
  withStatus({ dashboard, replicas: 2 });
  withStatus({ dashboard, replicas: 3, password: 'hunter2' });
  redises.put(redis('three'));
  expect(await next()).toEqual([['three-redis', undefined]]);
  withStatus({ dashboard: `${dashboard}/new` });
  expect(await next()).toEqual([
    ['one-redis', [{ ...link, url: `${dashboard}/new` }]],
  ]);
  expect(discovery.publishedRefs).toHaveLength(5);
});

it('tells whose entities were published', async () => {
  const { entities, redises, next } = await begun();
  const published: string[][] = [];
  entities.onPublished(keys => published.push([...keys]));
  redises.put(redis('three'));
  await next();
  redises.remove(redis('one'));
  await next();
  await eventually('both', () => published.length > 1);
  expect(published).toEqual([
    ['example.org/Redis/default/three'],
    ['example.org/Redis/default/one'],
  ]);
});

it("makes a Promise's Resources anew only when they say something else of it", async () => {
  const { promises, next } = await begun();
  promises.put(promise('redis', { annotations: titled('Cache') }));
  expect(await next()).toMatchObject({
    added: ['component redis-promise'],
    made: [],
  });
  const named = {
    ...titled('Cache'),
    'ske.backstage.component/name': 'cache',
  };
  promises.put(promise('redis', { annotations: named }));
  expect(await next()).toMatchObject({
    added: ['component cache', 'component one-redis', 'component two-redis'],
    removed: ['component redis-promise'],
  });
});

it('forgets the Resources of a Promise that goes, or whose API is another one', async () => {
  const { promises, next } = await begun();
  promises.put(promise('redis', { kind: 'Valkey' }));
  expect(await next()).toEqual({
    added: ['component valkey-promise', 'template valkey-promise-template'],
    removed: [
      'component one-redis',
      'component redis-promise',
      'component two-redis',
      'template redis-promise-template',
    ],
    made: [],
  });
  promises.put(promise('redis'));
  expect((await next()).added).toHaveLength(4);
  promises.remove(promise('redis'));
  expect((await next()).removed).toHaveLength(4);
});

it.each([
  ['the same version', 'v1'],
  ['another version', 'v2'],
])(
  'gives the Resources of an API to the first of two Promises, then to the next: %s',
  async (_, version) => {
    const { promises, next } = await begun();
    promises.put(promise('other', { version }));
    expect(await next()).toMatchObject({ removed: [], made: [] });
    promises.remove(promise('redis'));
    const { added, removed } = await next();
    // The other one keeps the names that it has.
    expect(added).toEqual(['component one-redis', 'component two-redis']);
    expect(removed).toEqual([
      'component redis-promise',
      'template redis-promise-template',
    ]);
  },
);

it('keeps the Resources of an API that gets a new version until they are listed in it', async () => {
  const { promises, ofVersion, next, updates } = await begun();
  const newer = new FakeInformer('rediss');
  newer.set({ kind: 'starting' });
  ofVersion.set('v2', newer);
  promises.put(promise('redis', { version: 'v2' }));
  // The Promise and its Template have changed; nothing is removed meanwhile.
  expect((await next()).removed).toEqual([]);
  newer.put({ ...redis('two'), apiVersion: 'example.org/v2' });
  newer.put({ ...redis('three'), apiVersion: 'example.org/v2' });
  newer.set({ kind: 'live' });
  const { added, removed } = await next();
  expect(added).toContain('component three-redis');
  // Not listed in the new version: it was deleted meanwhile.
  expect(removed).toEqual(['component one-redis']);
  expect(updates).toEqual([]);
});

it('goes on when an object is deleted and made again while entities are generated', async () => {
  const { redises, next, entities } = await begun();
  const annotationsOf = entities.annotationsOf;
  entities.annotationsOf = resource => {
    // As soon as the first one is made.
    entities.annotationsOf = annotationsOf;
    redises.put(redis('two'));
    return annotationsOf(resource);
  };
  redises.put(redis('one', { annotations: titled('One') }));
  redises.remove(redis('two'));
  expect(await next()).toMatchObject({
    added: ['component one-redis'],
    removed: ['component two-redis'],
  });
  expect(await next()).toMatchObject({ added: ['component two-redis'] });
});

it.each(['live', 'stale'])(
  'tells again what the catalog did not take, while a watch is %s',
  async kind => {
    const { redises, sink, next } = await begun();
    redises.set({ kind });
    sink.refuses = true;
    redises.put(redis('three'));
    redises.remove(redis('one'));
    await eventually('a refusal', async () => sink.refused > 0);
    sink.refuses = false;
    expect(await next()).toMatchObject({
      added: ['component three-redis'],
      removed: ['component one-redis'],
    });
  },
);

it('tells what has changed while a watch was lost, and nothing else', async () => {
  const { redises, next, updates } = await begun();
  redises.set({ kind: 'stale' });
  redises.put(redis('three'));
  redises.remove(redis('one'));
  redises.set({ kind: 'live' });
  expect(await next()).toEqual({
    added: ['component three-redis'],
    removed: ['component one-redis'],
    made: ['three'],
  });
  expect(updates).toEqual([]);
});

it('tells anew what only requests say of a Resource, and what the catalog does not show', async () => {
  const { discovery, next } = await begun();
  discovery.republish([
    {
      apiVersion: 'example.org/v1',
      kind: 'Redis',
      namespace: 'default',
      name: 'one',
    },
    {
      apiVersion: 'example.org/v1',
      kind: 'Redis',
      namespace: 'default',
      name: 'none',
    },
  ]);
  const shown = new Set(
    discovery.publishedRefs.filter(ref => !ref.includes('two')),
  );
  expect(discovery.republishMissing(shown)).toEqual([]);
  expect(discovery.republishMissing(shown)).toEqual([
    'component:default/two-redis',
  ]);
  expect(await next()).toEqual({
    ...{ added: ['component two-redis'], removed: [] },
    made: ['one', 'two'],
  });
});

/** An entity of a Resource that an earlier run has published. */
const leftOf = (kind: string, name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: `${name}-${kind.toLowerCase()}`,
    annotations: {
      'kratix.io/type': 'resource',
      'kratix.io/group': 'example.org',
      'kratix.io/version': 'v1',
      'kratix.io/kind': kind,
      'kratix.io/namespace': 'default',
      'kratix.io/name': name,
    },
  },
});

describe('an API that cannot be read at the start', () => {
  const refusal = {
    ...{ kind: 'stale', since: '2026-01-01', incomplete: true },
    ...{ reason: 'queues is forbidden.', forbidden: true },
  };

  /** Two Promises; the Resources of one of them cannot be read. */
  async function begunInPart(state: object = refusal) {
    const made = discover();
    stop = () => made.discovery.stop();
    made.promises.put(promise('redis'));
    made.promises.put(promise('queue', { kind: 'Queue' }));
    made.redises.put(redis('one'));
    made.queues.set({ kind: 'starting' });
    made.shown.push(leftOf('Redis', 'gone'), leftOf('Queue', 'kept'));
    made.discovery.start();
    made.queues.set(state as { kind: string });
    return made;
  }

  it('keeps no other one out, and removes only what was read and is gone', async () => {
    const { next } = await begunInPart();
    expect(await next()).toMatchObject({
      added: [
        'component one-redis',
        'component queue-promise',
        'component redis-promise',
        'template queue-promise-template',
        'template redis-promise-template',
      ],
      removed: [],
    });
    expect(await next()).toMatchObject({
      added: [],
      removed: ['component gone-redis'],
    });
  });

  it('gives the catalog everything at once when it can be read', async () => {
    const { next, queues } = await begunInPart();
    await next();
    await next();
    queues.set({ kind: 'live' });
    expect((await next()).full).toEqual([
      'component one-redis',
      'component queue-promise',
      'component redis-promise',
      'template queue-promise-template',
      'template redis-promise-template',
    ]);
  });

  it.each([
    ['403', refusal, /Allow Backstage's account .* queues\.example\.org/],
    [
      '500',
      { ...refusal, forbidden: undefined, reason: 'conversion failed.' },
      /conversion failed\. Look into the log of the API server/,
    ],
  ])(
    'is named once with its answer and the remedy: %s',
    async (_, state, text) => {
      const { next, queues, redises, warnings, entities } = await begunInPart(
        state,
      );
      await next();
      await next();
      const sameState: { kind: string } = state;
      queues.set({ ...sameState, reason: `${state.reason} ` } as {
        kind: string;
      });
      redises.put(redis('two'));
      await next();
      expect(warnings).toEqual([expect.stringMatching(text)]);
      expect(entities.reports.unreadableApis).toMatchObject([
        { group: 'example.org', resource: 'queues' },
      ]);
      queues.set({ kind: 'live' });
      await next();
      expect(entities.reports.unreadableApis).toEqual([]);
      expect(warnings.slice(1)).toEqual(['queues.example.org can be read now']);
    },
  );

  it('waits for the first answer of each API', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    const { next, queues, updates } = await begunInPart({ kind: 'starting' });
    await jest.advanceTimersByTimeAsync(1_000);
    jest.useRealTimers();
    expect(updates).toEqual([]);
    queues.set({ kind: 'live' });
    expect((await next()).full).toHaveLength(5);
  });
});

describe('opting in and out', () => {
  const labelled = (value: string) => ({
    labels: { 'kratix.io/backstage': value },
  });
  const ENTITIES = [
    'component one-redis',
    'component redis-promise',
    'component two-redis',
    'template redis-promise-template',
  ];

  it('removes a Resource that is opted out, and adds it when it is not any more', async () => {
    const { redises, next } = await begun();
    redises.put(redis('one', labelled('false')));
    expect(await next()).toEqual({
      ...{ added: [], removed: ['component one-redis'], made: [] },
    });
    redises.put(redis('one', labelled('true')));
    expect(await next()).toMatchObject({ added: ['component one-redis'] });
  });

  it('removes a Promise that is opted out with its Resources, and adds all of it again', async () => {
    const { promises, redises, next } = await begun();
    promises.put(promise('redis', labelled('false')));
    expect(await next()).toMatchObject({ added: [], removed: ENTITIES });
    redises.put(redis('three'));
    promises.put(promise('redis'));
    expect((await next()).added).toEqual(
      [...ENTITIES, 'component three-redis'].sort(),
    );
  });

  it('makes no entity of a Resource that the engine has made for itself', async () => {
    const { redises, next } = await begun();
    redises.put(redis('trial', { labels: { 'kratix.io/dry-run': 'true' } }));
    redises.put(redis('three'));
    expect((await next()).added).toEqual(['component three-redis']);
    redises.put(redis('three', { labels: { 'kratix.io/dry-run': 'true' } }));
    expect((await next()).removed).toEqual(['component three-redis']);
  });

  it('takes only Promises with the label where app-config says so', async () => {
    const made = discover();
    stop = () => made.discovery.stop();
    made.entities.rules = { promises: 'labelled', templates: true };
    made.promises.put(promise('redis', labelled('true')));
    made.promises.put(promise('queue', { kind: 'Queue' }));
    made.redises.put(redis('one'));
    made.redises.put(redis('two', labelled('false')));
    made.discovery.start();
    expect((await made.next()).full).toEqual([
      'component one-redis',
      'component redis-promise',
      'template redis-promise-template',
    ]);
    made.promises.put(promise('queue', { kind: 'Queue', ...labelled('true') }));
    expect((await made.next()).added).toEqual([
      'component queue-promise',
      'template queue-promise-template',
    ]);
  });

  it('makes Components without Templates where app-config says so', async () => {
    const made = discover();
    stop = () => made.discovery.stop();
    made.entities.rules = { promises: 'all', templates: false };
    made.promises.put(promise('redis'));
    made.discovery.start();
    const update = await eventually('an update', async () =>
      made.updates.shift(),
    );
    expect(update).toMatchObject({
      kind: 'full',
      entities: [{ kind: 'Component', metadata: { name: 'redis-promise' } }],
    });
    expect(JSON.stringify(update)).not.toContain('promise-template');
  });
});

describe('names', () => {
  const inNamespace = (namespace: string, more: object = {}) =>
    redis('one', { namespace, uid: `uid-${namespace}`, ...more });

  /** A discovery in a process that begins now, with what is on the platform. */
  async function startedOn(table: NameTable, ...resources: Manifest[]) {
    const made = discover(table);
    const stopBefore = stop;
    stop = () => {
      stopBefore?.();
      made.discovery.stop();
    };
    made.promises.put(promise('redis', { uid: 'uid-of-redis' }));
    resources.forEach(resource => made.redises.put(resource));
    made.discovery.start();
    await made.next();
    return made;
  }
  const refIn = (namespace: string) => ({
    ...{ apiVersion: 'example.org/v1', kind: 'Redis' },
    ...{ namespace, name: 'one' },
  });

  it('stay when the oldest object of a name goes and Backstage starts again', async () => {
    const table = new InMemoryNameTable();
    const a = inNamespace('a', { creationTimestamp: '2026-01-01T00:00:00Z' });
    const b = inNamespace('b', { creationTimestamp: '2026-01-02T00:00:00Z' });
    const first = await startedOn(table, b, a);
    const nameOfB = first.entities.componentRef(refIn('b'));
    expect(first.entities.componentRef(refIn('a'))).toBe(
      'component:default/one-redis',
    );
    expect(nameOfB).toMatch(/^component:default\/one-redis-\w{6}$/);
    first.redises.remove(a);
    await first.next();
    const second = await startedOn(table, b);
    expect(second.entities.componentRef(refIn('b'))).toBe(nameOfB);
  });

  it('are the same in every replica, whoever saw an object first', async () => {
    const table = new InMemoryNameTable();
    const one = await startedOn(table);
    const other = await startedOn(table);
    one.redises.put(inNamespace('a'));
    await one.next();
    other.redises.put(inNamespace('b'));
    await other.next();
    one.redises.put(inNamespace('b'));
    other.redises.put(inNamespace('a'));
    await one.next();
    await other.next();
    for (const namespace of ['a', 'b']) {
      const ref = one.entities.componentRef(refIn(namespace));
      expect(ref).toMatch(/^component:default\/one-redis/);
      expect(other.entities.componentRef(refIn(namespace))).toBe(ref);
    }
  });

  it('are free again when their objects have gone while Backstage did not run', async () => {
    jest.useFakeTimers({
      ...{ now: 0, advanceTimers: true },
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'],
    });
    try {
      const table = new InMemoryNameTable();
      const first = await startedOn(table, inNamespace('a'));
      first.discovery.stop();
      jest.setSystemTime(60_000);
      const second = await startedOn(table, inNamespace('b'));
      expect(second.entities.componentRef(refIn('b'))).toBe(
        'component:default/one-redis',
      );
      expect(await table.find(['example.org/Redis/a/one'])).toEqual([]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('are waited for while the table cannot be reached, and the log says so', async () => {
    const table = new InMemoryNameTable();
    const made = await startedOn(table);
    const find = jest
      .spyOn(table, 'find')
      .mockRejectedValueOnce(new Error('connection lost'));
    made.redises.put(inNamespace('a'));
    expect(await made.next()).toMatchObject({
      added: ['component one-redis'],
    });
    expect(find).toHaveBeenCalled();
    expect(made.errors.map(String)).toEqual([
      expect.stringContaining(
        'names of entities cannot be stored, so nothing new comes into the catalog; caused by Error: connection lost',
      ),
    ]);
  });
});
