import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { eventually } from '@internal/testbed';
import { at, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { controllerTypes } from '../platform/names';
import { newClock } from '../queue/__testUtils__/newClock';
import { FakeRepository } from '../writers/__testUtils__/FakeRepository';
import type { OutputId } from '../writers/EntityWriter';
import { GitWriter } from '../writers/GitWriter';
import { CatalogNames } from './CatalogNames';
import {
  BACKSTAGE,
  entityCustomization,
  integration,
  ownPortal,
  redis,
  redisPromise,
  redisType,
} from './__testUtils__/objects';
import {
  conditionOf,
  contentOf,
  eventsOn,
  startSync,
  worksOn,
} from './__testUtils__/startSync';

const { promises, works, destinations } = resourceTypes;
const outputOf = (portal?: string): OutputId => ({
  kind: 'promise',
  portal,
  promise: 'redis',
});
const outputOfResource = (name: string, namespace = 'team-a'): OutputId => ({
  kind: 'resource',
  portal: undefined,
  promise: 'redis',
  namespace,
  name,
});
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function start(platform: FakePlatform, config = {}) {
  platform.absent.add('skeintegrations');
  return startWithPortals(platform, config);
}

async function startWithPortals(platform: FakePlatform, config = {}) {
  const sync = startSync(platform, config);
  endings.push(sync.stop);
  await sync.idle();
  return sync;
}

const entitiesIn = (content: string | undefined): unknown[] =>
  parseAllDocuments(content ?? '').map(document => document.toJS());

it('writes the entities of a labelled Promise, and says so on it', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  await start(platform);
  expect(entitiesIn(await contentOf(platform, outputOf()))).toMatchObject([
    { kind: 'Component', metadata: { name: 'redis-promise' } },
    { kind: 'Template' },
  ]);
  expect(await conditionOf(platform, 'PortalBindingReady')).toBe(
    'True/BindingResolved: Bound by the label kratix.io/backstage',
  );
  // No Kratix takes it any further here.
  expect(await conditionOf(platform, 'BackstagePortalSynced')).toMatch(
    /^Unknown\/SyncInProgress: /,
  );
  const promise = await platform.find(promises, { name: 'redis' });
  expect(promise?.metadata.annotations).toEqual({
    'kratix.io/portal-backstage-entity-url':
      '/catalog/default/component/redis-promise',
  });
  expect(await eventsOn(platform)).toEqual([
    'Normal BindingResolved about Promise redis',
  ]);
});

it('says that all is well when Kratix has scheduled it', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  const { controller } = await start(platform);
  const [work] = await platform.list(works);
  platform.put(works, {
    ...work,
    status: {
      conditions: [
        { type: 'Ready', status: 'True', reason: 'AllWorkplacementsScheduled' },
      ],
    },
  });
  await eventually('the condition', async () =>
    (await conditionOf(platform, 'BackstagePortalSynced'))?.startsWith('True'),
  );
  expect(await conditionOf(platform, 'BackstagePortalSynced')).toBe(
    'True/EntitySynced: Entities are written for Backstage.',
  );
  expect(controller.bindings).toMatchObject([
    {
      promise: 'redis',
      sync: { status: 'True' },
      lastSync: expect.any(String),
    },
  ]);
});

it('mends a Work that somebody lets say no more which output it is', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  await start(platform);
  const [work] = await platform.list(works);
  platform.put(works, {
    ...work,
    metadata: { ...work.metadata, annotations: {} },
  });
  const annotationsNow = async () =>
    (await platform.list(works))[0]?.metadata.annotations;
  await eventually(
    'the annotation',
    async () => Object.keys((await annotationsNow()) ?? {}).length > 0,
  );
  expect(await annotationsNow()).toEqual(work.metadata.annotations);
});

it('leaves a Promise without a label as it is', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise({}));
  await start(platform);
  expect(platform.writes).toEqual([]);
});

it('writes an entity for each Resource that is not opted out', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  platform.put(
    redisType,
    redis('cache'),
    redis('hidden', { labels: { 'kratix.io/backstage': 'false' } }),
    redis('trial', { labels: { 'kratix.io/dry-run': 'true' } }),
  );
  const { idle } = await start(platform);
  expect(
    entitiesIn(await contentOf(platform, outputOfResource('cache'))),
  ).toMatchObject([{ kind: 'Component', metadata: { name: 'cache-redis' } }]);
  expect(await worksOn(platform)).toHaveLength(2);

  platform.put(redisType, redis('sessions'));
  await eventually('the new one', () =>
    contentOf(platform, outputOfResource('sessions')),
  );
  platform.put(
    redisType,
    redis('cache', { labels: { 'kratix.io/backstage': 'false' } }),
  );
  platform.take(redisType, { namespace: 'team-a', name: 'sessions' });
  await idle();
  await eventually(
    'only the Promise',
    async () => (await worksOn(platform)).length === 1,
  );
  expect(await contentOf(platform, outputOf())).toBeDefined();
});

it('removes everything that a Promise has when its label is removed', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  platform.put(redisType, redis('cache'));
  await start(platform);
  expect(await worksOn(platform)).toHaveLength(2);
  const promise = (await platform.find(promises, {
    name: 'redis',
  })) as Manifest;
  platform.put(promises, {
    ...promise,
    metadata: { ...promise.metadata, labels: {} },
  });
  await eventually(
    'no Works',
    async () => (await worksOn(platform)).length === 0,
  );
  await eventually(
    'no conditions',
    async () => !(await conditionOf(platform, 'PortalBindingReady')),
  );
  const after = await platform.find(promises, { name: 'redis' });
  await eventually(
    'no annotation',
    async () =>
      !Object.keys(
        (
          await platform.find(promises, { name: 'redis' })
        )?.metadata.annotations ?? {},
      ).length,
  );
  expect(after?.status).toMatchObject({ workflows: 0 });
});

it('removes everything of a Promise that is gone', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  platform.put(redisType, redis('cache'));
  const { controller } = await start(platform);
  platform.take(promises, { name: 'redis' });
  await eventually(
    'no Works',
    async () => (await worksOn(platform)).length === 0,
  );
  expect(controller.bindings).toEqual([]);
});

it('writes nothing after a restart when all is as it was', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  platform.put(redisType, redis('cache'), redis('cache', { namespace: 'b' }));
  const first = await start(platform);
  await first.stop();
  const writes = platform.writes.length;
  await start(platform);
  expect(platform.writes.slice(writes)).toEqual([]);
});

it('removes after a restart what was deleted meanwhile', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  platform.put(redisType, redis('cache'));
  const first = await start(platform);
  await first.stop();
  platform.take(redisType, { namespace: 'team-a', name: 'cache' });
  await start(platform);
  await eventually(
    'only the Promise',
    async () => (await worksOn(platform)).length === 1,
  );
  expect(await contentOf(platform, outputOfResource('cache'))).toBeUndefined();
});

it('leaves outputs of Resources while these cannot be read', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  platform.put(redisType, redis('cache'));
  const first = await start(platform);
  await first.stop();
  platform.take(redisType, { namespace: 'team-a', name: 'cache' });
  platform.absent.add('redises');
  await start(platform);
  expect(await contentOf(platform, outputOfResource('cache'))).toBeDefined();
  expect(await conditionOf(platform, 'BackstagePortalSynced')).toMatch(
    /^Unknown\/SyncInProgress/,
  );
});

it('writes again what somebody has deleted by hand', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  await start(platform);
  const [name] = await worksOn(platform);
  platform.take(works, { namespace: 'kratix-platform-system', name });
  await eventually('the Work', () => contentOf(platform, outputOf()));
  expect(await worksOn(platform)).toEqual([name]);
});

it('keeps names of Resources in different namespaces apart', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  platform.put(
    redisType,
    redis('cache', { creationTimestamp: '2026-02-01T00:00:00Z' }),
    redis('cache', {
      namespace: 'team-b',
      creationTimestamp: '2026-01-01T00:00:00Z',
    }),
  );
  await start(platform);
  const [newer] = entitiesIn(
    await contentOf(platform, outputOfResource('cache')),
  );
  const [older] = entitiesIn(
    await contentOf(platform, outputOfResource('cache', 'team-b')),
  );
  expect(at(older, 'metadata', 'name')).toBe('cache-redis');
  expect(at(newer, 'metadata', 'name')).toMatch(/^cache-redis-[0-9a-z]{6}$/);
});

describe('after a restart', () => {
  const older = redis('cache', {
    namespace: 'team-b',
    creationTimestamp: '2026-01-01T00:00:00Z',
  });
  const newer = redis('cache', { creationTimestamp: '2026-02-01T00:00:00Z' });
  const nameIn = (content: string | undefined) =>
    at(entitiesIn(content)[0], 'metadata', 'name');

  it('an entity keeps its name although the one with the plain name is gone', async () => {
    const platform = new FakePlatform();
    platform.put(promises, redisPromise(BACKSTAGE));
    platform.put(redisType, older, newer);
    const first = await start(platform);
    const name = nameIn(await contentOf(platform, outputOfResource('cache')));
    expect(name).toMatch(/^cache-redis-[0-9a-z]{6}$/);
    await first.stop();
    platform.take(redisType, { namespace: 'team-b', name: 'cache' });
    const second = await start(platform);
    await eventually(
      'only what is there',
      async () => (await worksOn(platform)).length === 2,
    );
    await second.idle();
    expect(nameIn(await contentOf(platform, outputOfResource('cache')))).toBe(
      name,
    );
    // What is written for nobody keeps its name from nobody.
    platform.put(
      redisType,
      redis('cache', {
        namespace: 'team-c',
        creationTimestamp: '2026-03-01T00:00:00Z',
      }),
    );
    await eventually('the new one', () =>
      contentOf(platform, outputOfResource('cache', 'team-c')),
    );
    expect(
      nameIn(await contentOf(platform, outputOfResource('cache', 'team-c'))),
    ).toBe('cache-redis');
  });

  it('no name is given before those that are written can be read', async () => {
    const platform = new FakePlatform();
    const repository = new FakeRepository();
    const git = () => ({
      writer: new GitWriter({ repository, branch: 'main', path: '' }),
      works: undefined,
    });
    const nameOf = (namespace: string) =>
      nameIn(
        Object.values(repository.files).find(text =>
          text.includes(`"namespace":"${namespace}"`),
        ),
      );
    platform.absent.add('skeintegrations');
    platform.put(promises, redisPromise(BACKSTAGE));
    platform.put(redisType, older, newer);
    const first = startSync(platform, {}, { created: git() });
    await first.idle();
    const name = nameOf('team-a');
    expect(name).toMatch(/^cache-redis-[0-9a-z]{6}$/);
    await first.stop();
    platform.take(redisType, { namespace: 'team-b', name: 'cache' });
    const error = new ServiceUnavailableError('The Git host does not answer.');
    const read = jest
      .spyOn(repository, 'read')
      .mockRejectedValueOnce(error)
      .mockRejectedValueOnce(error);
    const second = startSync(platform, {}, { created: git() });
    endings.push(second.stop);
    await eventually(
      'only what is there',
      async () => Object.keys(repository.files).length === 2,
    );
    await second.idle();
    expect(read.mock.calls.length).toBeGreaterThan(2);
    expect(nameOf('team-a')).toBe(name);
  });
});

describe('a customization', () => {
  const labels = { ...BACKSTAGE, 'kratix.io/backstage-customization': 'ours' };

  it('changes entities, also when it changes itself', async () => {
    const platform = new FakePlatform();
    const { entityCustomizations } = controllerTypes;
    platform.put(
      entityCustomizations,
      entityCustomization('ours', { title: 'Our Redis' }),
    );
    platform.put(promises, redisPromise(labels));
    await start(platform);
    expect(await contentOf(platform, outputOf())).toContain('Our Redis');
    platform.put(
      entityCustomizations,
      entityCustomization('ours', { title: 'Another title' }),
    );
    await eventually('the other title', async () =>
      (await contentOf(platform, outputOf()))?.includes('Another title'),
    );
    const customization = await platform.find(entityCustomizations, {
      name: 'ours',
    });
    expect(customization?.status).toMatchObject({
      conditions: [{ type: 'Accepted', status: 'True', reason: 'Validated' }],
    });
  });

  it('cannot make the address of an entity lead elsewhere', async () => {
    const platform = new FakePlatform();
    const recipe =
      'target: { kind: Component }\npatch: { metadata: { name: "../a?b" } }';
    platform.put(controllerTypes.entityCustomizations, {
      ...entityCustomization('ours', {}),
      spec: {
        containers: [{ name: 'own', image: 'portal-patch', args: [recipe] }],
      },
    });
    platform.put(promises, redisPromise(labels));
    await start(platform);
    const promise = await platform.find(promises, { name: 'redis' });
    expect(promise?.metadata.annotations).toEqual({
      'kratix.io/portal-backstage-entity-url':
        '/catalog/default/component/..%2Fa%3Fb',
    });
  });

  it('that is missing is named, and what is written stays', async () => {
    const platform = new FakePlatform();
    platform.put(promises, redisPromise(BACKSTAGE));
    await start(platform);
    const promise = await platform.find(promises, { name: 'redis' });
    platform.put(promises, {
      ...promise!,
      metadata: { ...promise!.metadata, labels },
    });
    await eventually('the condition', async () =>
      (await conditionOf(platform, 'PortalBindingReady'))?.startsWith('False'),
    );
    expect(await conditionOf(platform, 'PortalBindingReady')).toBe(
      'False/CustomizationNotFound: There is no BackstageEntityCustomization "ours", which label kratix.io/backstage-customization names. Create it, or correct the label.',
    );
    expect(await conditionOf(platform, 'BackstagePortalSynced')).toBe(
      undefined,
    );
    expect(await worksOn(platform)).toHaveLength(1);
    expect(await eventsOn(platform)).toContain(
      'Warning CustomizationNotFound about Promise redis',
    );
  });
});

describe('what is wrong', () => {
  it('with one Promise keeps no other from being written, nor the controller from its start', async () => {
    const platform = new FakePlatform();
    const { ofPromise } = CatalogNames.prototype;
    const names = jest
      .spyOn(CatalogNames.prototype, 'ofPromise')
      .mockImplementation(function name(this: CatalogNames, promise, options) {
        if (promise.metadata.name === 'broken') throw new Error('no name');
        return ofPromise.call(this, promise, options);
      });
    endings.push(async () => names.mockRestore());
    const broken = redisPromise(BACKSTAGE);
    platform.put(
      promises,
      { ...broken, metadata: { ...broken.metadata, name: 'broken' } },
      redisPromise(BACKSTAGE),
    );
    await start(platform);
    expect(await contentOf(platform, outputOf())).toBeDefined();
    expect(await conditionOf(platform, 'BackstagePortalSynced', 'broken')).toBe(
      'False/GenerateOrWriteFailed: no name',
    );
  });

  it('is said of a recipe that stands for itself', async () => {
    const platform = new FakePlatform();
    const customization = entityCustomization('ours', {});
    const recipe = 'target: { kind: Component }\npatch: &a { metadata: *a }';
    platform.put(controllerTypes.entityCustomizations, {
      ...customization,
      spec: {
        containers: [{ name: 'own', image: 'portal-patch', args: [recipe] }],
      },
    });
    platform.put(
      promises,
      redisPromise({
        ...BACKSTAGE,
        'kratix.io/backstage-customization': 'ours',
      }),
    );
    await start(platform);
    expect(await conditionOf(platform, 'BackstagePortalSynced')).toMatch(
      /^False\/GenerateOrWriteFailed: .* aliases that stand for /,
    );
  });

  it('is said of a Promise without an API', async () => {
    const platform = new FakePlatform();
    platform.put(promises, redisPromise(BACKSTAGE, { spec: {} }));
    await start(platform);
    expect(await conditionOf(platform, 'BackstagePortalSynced')).toMatch(
      /^False\/PromiseHasNoAPI: .*Give it an API, or remove the label\.$/,
    );
    expect(await worksOn(platform)).toEqual([]);
  });

  it('is said when Works may not be written, and tried again', async () => {
    const platform = new FakePlatform();
    platform.put(promises, redisPromise(BACKSTAGE));
    platform.put(redisType, redis('cache'));
    platform.refuse = (verb, type) =>
      type.plural === 'works'
        ? new NotAllowedError(`Could not ${verb} works: forbidden.`)
        : undefined;
    platform.absent.add('skeintegrations');
    const sync = startSync(platform);
    endings.push(sync.stop);
    await eventually('the condition', async () =>
      (
        await conditionOf(platform, 'BackstagePortalSynced')
      )?.startsWith('False'),
    );
    expect(await conditionOf(platform, 'BackstagePortalSynced')).toMatch(
      /GenerateOrWriteFailed: Could not apply works: forbidden\. The controller needs the verbs/,
    );
    expect(await eventsOn(platform)).toContain(
      'Warning GenerateOrWriteFailed about Promise redis',
    );
    platform.refuse = () => undefined;
    await eventually(
      'both Works',
      async () => (await worksOn(platform)).length === 2,
    );
  });

  it('is not said of an API that cannot be read yet, unless that lasts', async () => {
    const platform = new FakePlatform();
    const { clock, advance } = newClock();
    platform.absent.add('skeintegrations');
    platform.put(promises, redisPromise(BACKSTAGE));
    const sync = startSync(platform, {}, { clock });
    endings.push(sync.stop);
    await sync.idle();
    const [work] = await platform.list(works);
    platform.put(works, {
      ...work,
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'AllWorkplacementsScheduled',
          },
        ],
      },
    });
    const syncedStarts = (beginning: string) =>
      eventually(beginning, async () =>
        (await conditionOf(platform, 'BackstagePortalSynced'))?.startsWith(
          beginning,
        ),
      );
    await syncedStarts('True/EntitySynced');
    platform.setState(redisType, {
      kind: 'stale',
      since: '2026-01-01T00:00:00Z',
      reason: 'The storage is initializing.',
      incomplete: true,
    });
    await syncedStarts('Unknown/SyncInProgress');
    expect(await conditionOf(platform, 'BackstagePortalSynced')).toBe(
      'Unknown/SyncInProgress: The API of the Promise cannot be read: The storage is initializing. It is tried again: an API that was just installed takes some seconds.',
    );
    advance(59_999);
    await sync.idle();
    const failure = 'Warning GenerateOrWriteFailed about Promise redis';
    expect(await eventsOn(platform)).not.toContain(failure);
    advance(1);
    await syncedStarts('False/GenerateOrWriteFailed');
    expect(await conditionOf(platform, 'BackstagePortalSynced')).not.toContain(
      'needs the verbs',
    );
    expect(await eventsOn(platform)).toContain(failure);
    platform.setState(redisType, { kind: 'live' });
    await syncedStarts('True/EntitySynced');
  });

  it('is said at once of an API that may not be read', async () => {
    const platform = new FakePlatform();
    platform.put(promises, redisPromise(BACKSTAGE));
    await start(platform);
    platform.setState(redisType, {
      kind: 'stale',
      since: '2026-01-01T00:00:00Z',
      reason: 'Could not list redises: forbidden.',
      incomplete: true,
      forbidden: true,
    });
    await eventually('the Event', async () =>
      (
        await eventsOn(platform)
      ).includes('Warning GenerateOrWriteFailed about Promise redis'),
    );
    expect(await conditionOf(platform, 'BackstagePortalSynced')).toMatch(
      /^False\/GenerateOrWriteFailed: .*forbidden/,
    );
  });

  it('does not keep entities from being written where Kratix has written no status', async () => {
    const platform = new FakePlatform();
    platform.put(promises, redisPromise(BACKSTAGE, { status: undefined }));
    await start(platform);
    expect(await worksOn(platform)).toHaveLength(1);
    expect(await conditionOf(platform, 'PortalBindingReady')).toBeUndefined();
  });
});

describe('a portal', () => {
  const labels = { 'kratix.io/portal-backstage': '' };

  it('gets a Destination of its own, and the entities of bound Promises', async () => {
    const platform = new FakePlatform();
    platform.put(controllerTypes.integrations, integration(ownPortal('main')));
    platform.put(promises, redisPromise(labels));
    await startWithPortals(platform);
    const destination = await platform.find(destinations, {
      name: 'portal-backstage-main',
    });
    expect(destination).toMatchObject({
      metadata: {
        labels: { 'portal.backstage.syntasso.io/main': 'true' },
      },
      spec: {
        path: 'catalog',
        strictMatchLabels: true,
        stateStoreRef: {
          kind: 'BucketStateStore',
          name: 'portal-backstage-main',
        },
      },
    });
    expect(await contentOf(platform, outputOf('main'))).toBeDefined();
    expect(await conditionOf(platform, 'PortalBindingReady')).toBe(
      'True/BindingResolved: Bound to portal "main"',
    );
  });

  it('takes its objects with it, also after a restart', async () => {
    const platform = new FakePlatform();
    platform.put(controllerTypes.integrations, integration(ownPortal('main')));
    platform.put(promises, redisPromise(labels));
    const first = await startWithPortals(platform);
    await first.stop();
    platform.put(controllerTypes.integrations, integration());
    await startWithPortals(platform);
    await eventually(
      'no Destination',
      async () => (await platform.list(destinations)).length === 0,
    );
    expect(await platform.list(resourceTypes.bucketStateStores)).toEqual([]);
    expect(await conditionOf(platform, 'PortalBindingReady')).toMatch(
      /^False\/PortalConnectionNotFound/,
    );
  });

  it('with a mistake is named on its SKEIntegration, and others are set up', async () => {
    const platform = new FakePlatform();
    platform.put(
      controllerTypes.integrations,
      integration({ name: 'wrong', type: 'backstage' }, ownPortal('main')),
    );
    await startWithPortals(platform);
    expect(await eventsOn(platform)).toEqual([
      'Warning PortalSetupFailed about SKEIntegration portals',
    ]);
    expect(await platform.list(destinations)).toHaveLength(1);
  });

  it('needs nothing of Kratix where entities are committed; mistakes in it are named', async () => {
    const platform = new FakePlatform();
    const repository = new FakeRepository();
    const list = jest.spyOn(platform, 'list');
    platform.put(
      controllerTypes.integrations,
      integration({ name: 'wrong', type: 'backstage' }, ownPortal('main')),
    );
    platform.put(
      promises,
      redisPromise({ 'kratix.io/portal-backstage.main': '' }),
    );
    const sync = startSync(
      platform,
      {
        output: { type: 'git', url: 'https://git.example.test/a/b.git' },
        backstage: { stateStore: { kind: 'GitStateStore', name: 'git' } },
      },
      {
        created: {
          writer: new GitWriter({ repository, branch: 'main', path: '' }),
          works: undefined,
        },
      },
    );
    endings.push(sync.stop);
    await sync.idle();
    expect(list).not.toHaveBeenCalled();
    expect(platform.writes.join()).not.toMatch(/destinations|statestores/);
    expect(Object.keys(repository.files)).toEqual([
      'catalog/dependencies/redis/portal-backstage-gen/5058f/catalog-info.yaml',
    ]);
    expect(await eventsOn(platform)).toContain(
      'Warning PortalSetupFailed about SKEIntegration portals',
    );
  });

  it('leaves its old place when a Promise moves to it', async () => {
    const platform = new FakePlatform();
    platform.put(controllerTypes.integrations, integration(ownPortal('main')));
    platform.put(promises, redisPromise(BACKSTAGE));
    await startWithPortals(platform);
    expect(await contentOf(platform, outputOf())).toBeDefined();
    const promise = await platform.find(promises, { name: 'redis' });
    platform.put(promises, {
      ...promise!,
      metadata: {
        ...promise!.metadata,
        labels: { ...BACKSTAGE, ...labels },
      },
    });
    await eventually('the new place', () =>
      contentOf(platform, outputOf('main')),
    );
    await eventually(
      'nothing in the old one',
      async () => (await contentOf(platform, outputOf())) === undefined,
    );
    expect(await worksOn(platform)).toHaveLength(1);
  });
});

it('makes one commit of many entities', async () => {
  const platform = new FakePlatform();
  const repository = new FakeRepository();
  platform.absent.add('skeintegrations');
  platform.put(promises, redisPromise(BACKSTAGE));
  platform.put(
    redisType,
    ...Array.from({ length: 60 }, (_, n) => redis(`cache-${n}`)),
  );
  const sync = startSync(
    platform,
    { output: { type: 'git', url: 'https://git.example.test/a/b.git' } },
    {
      created: {
        writer: new GitWriter({ repository, branch: 'main', path: '' }),
        works: undefined,
      },
    },
  );
  endings.push(sync.stop);
  await sync.idle();
  expect(Object.keys(repository.files)).toHaveLength(61);
  expect(repository.commits.length).toBeLessThan(4);
});

it('writes nothing any more when it leads no longer', async () => {
  const platform = new FakePlatform();
  platform.put(promises, redisPromise(BACKSTAGE));
  const { lose } = await start(platform);
  await lose();
  const writes = platform.writes.length;
  platform.put(redisType, redis('cache'));
  await new Promise(setImmediate);
  expect(platform.writes).toHaveLength(writes);
});
