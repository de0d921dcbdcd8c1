import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { eventually } from '@internal/testbed';
import {
  firstResources,
  offeringOfEntity,
  subjectKey,
  type ObjectRef,
  type OfferedResource,
  type Offering,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import { everybody } from '../../__testUtils__/viewers';
import type { Viewer } from '../../access/Access';
import type { ResourceFile } from './ResourceFiles';
import { readFirstUpdates } from '../../router/stream';
import type { ViewSource } from '../../live/LiveSource';
import { PolledWatch } from './PolledWatch';
import { RepositorySources } from './RepositorySources';

const ref: ObjectRef = {
  apiVersion: 'marketplace.example.org/v1',
  kind: 'Redis',
  namespace: 'default',
  name: 'cache',
};
const file: ResourceFile = {
  path: 'kratix-requests/redis/default/cache.yaml',
  version: 'v-1',
  manifest: {
    apiVersion: ref.apiVersion,
    kind: ref.kind,
    metadata: { name: ref.name, namespace: ref.namespace },
    spec: { size: 'small' },
  },
};
const entityRef = 'component:default/redis-promise';
const templateRef = 'template:default/redis-promise-template';
const api = { group: 'marketplace.example.org', kind: 'Redis' };
const offering = offeringOfEntity({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'redis-promise',
    annotations: {
      'kratix.io/type': 'promise',
      'kratix.io/promise-name': 'redis',
      'kratix.io/api-name': api.kind,
      'kratix.io/api-group': api.group,
      'kratix.io/backstage-promise-template': 'redis-promise-template',
    },
  },
})!;
const find = async () => offering;
const watches: PolledWatch<ResourceFile[]>[] = [];
function sourcesOf(look: () => Promise<ResourceFile[]>, everyMs?: number) {
  const watch = new PolledWatch(look, []);
  watches.push(watch);
  return new RepositorySources(watch, 'platform/requests', everyMs);
}
afterEach(() => watches.splice(0).forEach(watch => watch.stop()));

/** What a page is told first. */
async function told(source: ViewSource) {
  const events = await readFirstUpdates(source, new AbortController().signal);
  return Object.fromEntries(
    events.map(({ name, data }) => [name, JSON.parse(data)]),
  );
}

it('shows what a Promise offers by what the catalog says, to be requested', async () => {
  const sources = sourcesOf(async () => [file]);
  const { view } = await told(sources.offering('redis', everybody, find));
  expect(view.view).toMatchObject({
    source: 'repository',
    title: 'Redis',
    available: true,
    api,
    templateRef,
    health: { state: 'unknown', reason: { code: 'repositoryOnly' } },
  });
});

it('shows the Resources of a Promise that are in the repository', async () => {
  const entities = new Map([
    [subjectKey({ kind: 'resource', ref }), 'component:default/cache-redis'],
  ]);
  const sources = sourcesOf(async () => [file]);
  const { view } = await told(
    sources.resources(
      { kind: 'resources', promise: 'redis', query: firstResources },
      everybody,
      find,
      async () => entities,
    ),
  );
  expect(view).toMatchObject({
    order: [subjectKey({ kind: 'resource', ref })],
    page: {
      total: 1,
      byHealth: { unknown: 1 },
      rows: [
        {
          ref,
          entityRef: 'component:default/cache-redis',
          health: { state: 'unknown' },
        },
      ],
    },
  });
});

it('lists the Resources of all Promises, and none whose kind two of them claim', async () => {
  const queue: ResourceFile = {
    ...file,
    path: 'kratix-requests/queue/default/cache.yaml',
    manifest: {
      ...file.manifest,
      kind: 'Queue',
      metadata: {
        ...file.manifest.metadata,
        annotations: {
          'ske.backstage.resource/requestedBy': 'user:default/anna',
        },
      },
    },
  };
  const queues: Offering = {
    ...offering,
    name: 'queue',
    title: 'Queue',
    api: { ...api, kind: 'Queue', served: undefined, hasSpec: true },
  };
  const rowsOf = async (offerings: Offering[], query: object = {}) => {
    const sources = sourcesOf(async () => [file, queue]);
    const { view } = await told(
      sources.allResources(
        {
          kind: 'allResources',
          query: { ...firstResources, sort: 'promise', ...query },
        },
        { ...everybody, ownsThrough: [], person: 'user:default/anna' },
        async () => offerings,
        async () => new Map(),
      ),
    );
    return view.page.rows.map(
      ({ promise: { title } }: { promise: { title: string } }) => title,
    );
  };
  expect(await rowsOf([offering, queues])).toEqual(['Queue', 'Redis']);
  expect(await rowsOf([offering, queues], { search: 'QUEUE' })).toEqual([
    'Queue',
  ]);
  expect(await rowsOf([offering, queues], { mine: true })).toEqual(['Queue']);
  expect(await rowsOf([offering, queues, { ...queues, name: 'q2' }])).toEqual([
    'Redis',
  ]);
  expect(await rowsOf([])).toEqual([]);
});

it('shows a Resource without claiming how it or its Promise is', async () => {
  const sources = sourcesOf(async () => [file]);
  const { view } = await told(sources.resource(ref, everybody, find));
  expect(view.view).toMatchObject({
    source: 'repository',
    writes: 'repository',
    stages: [],
    health: { state: 'unknown' },
    manifest: { metadata: { resourceVersion: 'v-1' }, spec: { size: 'small' } },
    promise: {
      name: 'redis',
      entityRef,
      health: { state: 'unknown' },
    },
  });
});

it('says that a Resource is not in the repository', async () => {
  const sources = sourcesOf(async () => []);
  const { view } = await told(sources.resource(ref, everybody, find));
  expect(view).toEqual({
    kind: 'gone',
    message: 'Redis default/cache is not in the requests repository.',
  });
});

it('says since when the repository cannot be looked at, and why', async () => {
  const sources = sourcesOf(async () => {
    throw new Error('host is down');
  });
  const { freshness } = await told(sources.resource(ref, everybody, find));
  expect(freshness.freshness).toMatchObject({
    state: 'stale',
    reason: 'host is down',
  });
});

it('follows an open page when the catalog says something else of its offering', async () => {
  let now: Promise<Offering> = find();
  const sources = sourcesOf(async () => [file], 5);
  const refusing = {
    ...everybody,
    resourceRefusal: ({ offering: { audience } }: OfferedResource) =>
      audience && new NotAllowedError('for others'),
  } as Viewer;
  const events: StreamEvent[] = [];
  const end = sources
    .resource(ref, refusing, () => now)
    .subscribe(update => {
      if (update.name === 'view') events.push(update.event);
    });
  const next = () => eventually('an event', async () => events.shift());
  expect(await next()).toMatchObject({ kind: 'resource' });
  now = Promise.resolve({ ...offering, audience: ['group:default/others'] });
  expect(await next()).toMatchObject({
    kind: 'refused',
    message: 'for others',
  });
  now = Promise.reject(
    new NotFoundError('No Promise redis is in the catalog.'),
  );
  expect(await next()).toMatchObject({ kind: 'gone' });
  now = find();
  expect(await next()).toMatchObject({ kind: 'resource' });
  end();
});

it('does not say that something is gone when the catalog is away', async () => {
  const away = async (): Promise<Offering> => {
    throw new Error('the catalog is away');
  };
  const sources = sourcesOf(async () => [file]);
  const shown = await told(sources.resource(ref, everybody, away));
  expect(shown).toEqual({
    freshness: {
      kind: 'freshness',
      freshness: expect.objectContaining({ state: 'stale' }),
    },
  });
});

it('shows nothing of what it saw before somebody came back', async () => {
  let asked = 0;
  let release: (offering: Offering) => void = () => {};
  const slow = () => {
    asked += 1;
    return new Promise<Offering>(resolve => {
      release = resolve;
    });
  };
  const sources = sourcesOf(async () => [file]);
  const source = sources.resource(ref, everybody, slow);
  const leave = source.subscribe(() => {});
  await eventually('a question', async () => asked === 1 || undefined);
  leave();
  // The answer comes when nobody looks any more.
  release(offering);
  await new Promise(resolve => setImmediate(resolve));
  const events: StreamEvent[] = [];
  const end = source.subscribe(update => {
    if (update.name === 'view') events.push(update.event);
  });
  await eventually('another question', async () => asked === 2 || undefined);
  expect(events).toEqual([]);
  release({ ...offering, name: 'newer' });
  const view = await eventually('a view', async () => events.shift());
  expect(view).toMatchObject({ view: { promise: { name: 'newer' } } });
  end();
});
