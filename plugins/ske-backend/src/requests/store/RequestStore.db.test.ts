import { randomUUID } from 'node:crypto';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { ObjectRef, PullRequest } from '@syntasso/plugin-ske-common';
import type { NewRequest } from './insertRequest';
import { DatabaseRequestStore } from './DatabaseRequestStore';
import { migrateTable } from './migrateTable';
import { InMemoryRequestStore } from '../../__testUtils__/InMemoryRequestStore';
import type { RequestStore } from './RequestStore';
import { fromRow, type RequestRow } from './requestRow';

// PostgreSQL where the test bed has started one.
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
jest.setTimeout(60_000);

const ref = (name = 'cache') => ({
  apiVersion: 'marketplace.example.org/v1',
  kind: 'Redis',
  namespace: 'default',
  name,
});
const request = (more: Partial<NewRequest> = {}): NewRequest => ({
  promise: 'redis',
  ref: ref(),
  action: 'Request',
  delivery: 'push',
  manifest: 'kind: Redis\n',
  requestedBy: 'user:default/anna',
  taskId: randomUUID(),
  ...more,
});
const context = { hasWholeManifest: true };
const lease = (ms = 30_000, by = 'me') => ({
  by,
  until: new Date(Date.now() + ms),
});
const pullRequest = (state: PullRequest['state'] = 'open'): PullRequest => ({
  url: 'https://host/o/r/pulls/1',
  state,
  review: 'none',
  checks: 'none',
  conflicts: false,
});

/** Every kind of store holds to the same contract. */
const stores: [string, () => Promise<RequestStore>][] = [
  ['in memory', async () => new InMemoryRequestStore()],
  ...databases
    .eachSupportedId()
    .map(([id]): [string, () => Promise<RequestStore>] => [
      `on ${id}`,
      async () => {
        const db = await databases.init(id);
        return DatabaseRequestStore.create({ getClient: async () => db });
      },
    ]),
];

const notHere = databases.supports('POSTGRES_15') ? undefined : it.skip;
notHere?.(
  'requests on PostgreSQL (skipped: npm run test:real has one)',
  () => {},
);

describe.each(stores)('requests %s', (_, fresh) => {
  it('keeps what was asked for, and how it went', async () => {
    const store = await fresh();
    const asked = request({ before: 'kind: Redis\nspec: {}\n' });
    const { record } = await store.insert(asked, context, lease());
    expect(record).toMatchObject({ ...asked, state: 'recorded' });
    await store.markSent(record.id, {
      receipt: { uid: 'u', generation: 1 },
      pullRequest: pullRequest(),
    });
    await store.markLanded(record.id);
    expect(await store.finish(record.id, 'ready')).toBe(true);
    // Of two who finish it, one is told that it was them.
    expect(await store.finish(record.id, 'ready')).toBe(false);
    const [stored] = await store.listByResource(ref());
    expect(stored.record).toMatchObject({
      state: 'done',
      outcome: 'ready',
      pullRequest: pullRequest(),
      doneAt: expect.stringMatching(/Z$/),
    });
    expect(stored.receipt).toEqual({ uid: 'u', generation: 1 });
    expect(await store.listUnfinished()).toEqual([]);
  });

  it('gives a task that runs again what it has written down', async () => {
    const store = await fresh();
    const asked = request();
    const first = await store.insert(asked, context, lease());
    await store.markSent(first.record.id, { receipt: { uid: 'u' } });
    const again = await store.insert(asked, context, lease());
    expect(again.record).toMatchObject({ id: first.record.id, state: 'sent' });
    expect(again.receipt).toEqual({ uid: 'u' });
  });

  it('has one on its way for the same thing, and a deletion beside it', async () => {
    const store = await fresh();
    const first = await store.insert(request(), context, lease());
    const second = await store.insert(
      request({ action: 'Update' }),
      context,
      lease(),
    );
    await store.insert(request({ action: 'Delete' }), context, lease());
    await store.insert(request({ ref: ref('other') }), context, lease());
    expect((await store.get(first.record.id))?.record).toMatchObject({
      state: 'done',
      outcome: 'replaced',
    });
    const open = (await store.listUnfinished()).map(({ record }) => record.id);
    expect(open).toContain(second.record.id);
    expect(open).toHaveLength(3);
  });

  it('waits for the newest change only, once that has landed', async () => {
    const store = await fresh();
    const land = async (action: 'Request' | 'Update') => {
      const { record } = await store.insert(
        request({ action }),
        context,
        lease(),
      );
      await store.markSent(record.id, {});
      await store.markLanded(record.id);
      return record.id;
    };
    const first = await land('Request');
    const second = await land('Update');
    expect((await store.get(first))?.record).toMatchObject({
      state: 'done',
      outcome: 'replaced',
    });
    expect((await store.get(second))?.record).toMatchObject({
      state: 'landed',
    });
  });

  it('loses none when many ask for the same at once', async () => {
    const store = await fresh();
    const asked = Array.from({ length: 20 }, () => request());
    await Promise.all(asked.map(one => store.insert(one, context, lease())));
    const all = await store.listByResource(ref());
    expect(all).toHaveLength(20);
    expect(all.filter(({ record }) => record.state !== 'done')).toHaveLength(1);
    expect(
      all.filter(({ record }) => record.outcome === 'replaced'),
    ).toHaveLength(19);
  });

  it('lets one at a time take up what was left behind', async () => {
    const store = await fresh();
    const { record } = await store.insert(request(), context, lease(-1));
    const takers = await Promise.all(
      ['a', 'b', 'c'].map(by =>
        store.takeLease(record.id, by, new Date(Date.now() + 30_000)),
      ),
    );
    expect(takers.filter(Boolean)).toHaveLength(1);
  });

  it('brings a pull request back that was opened again, unless another took its place', async () => {
    const store = await fresh();
    const asked = request({ pullRequest: pullRequest() });
    const { record } = await store.insert(asked, context, lease());
    await store.markSent(record.id, {});
    await store.finish(record.id, 'closed', 'Its pull request was closed.');
    const since = new Date(Date.now() - 60_000);
    expect(await store.listClosedSince(since)).toHaveLength(1);
    expect(await store.reopen(record.id, pullRequest())).toBe(true);
    expect((await store.get(record.id))?.record).toMatchObject({
      state: 'sent',
      outcome: undefined,
      message: undefined,
    });
    await store.insert(request(), context, lease());
    expect(await store.reopen(record.id, pullRequest())).toBe(false);
  });

  it('adds what another step knows, also after it has landed', async () => {
    const store = await fresh();
    const asked = request();
    const { record } = await store.insert(asked, context, lease());
    await store.addPullRequest(record.id, {
      pullRequest: pullRequest(),
      requestsRepoUrl: 'host?owner=o&repo=r',
    });
    await store.finish(record.id, 'ready');
    const found = await store.findByTask(asked.taskId!, asked);
    expect(found?.record).toMatchObject({
      id: record.id,
      outcome: 'ready',
      pullRequest: { url: pullRequest().url },
      requestsRepoUrl: 'host?owner=o&repo=r',
    });
  });

  it('forgets what is history for long enough, and nothing else', async () => {
    const store = await fresh();
    const done = await store.insert(request(), context, lease());
    await store.finish(done.record.id, 'ready');
    await store.insert(request({ ref: ref('open') }), context, lease());
    expect(await store.prune(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.prune(new Date(Date.now() + 60_000))).toBe(1);
    expect(await store.listUnfinished()).toHaveLength(1);
  });

  it('says what is open without its texts, and counts it by person', async () => {
    const store = await fresh();
    const asked = request({ requestedBy: 'user:default/anna', manifest: 'x' });
    const first = await store.insert(asked, context, lease());
    const proposed = request({
      ref: ref('other'),
      delivery: 'pull-request',
      requestedBy: 'user:default/anna',
    });
    await store.insert(proposed, context, lease());
    expect((await store.get(first.record.id))?.record.manifest).toBe('x');
    for (const { record } of await store.listUnfinished()) {
      expect(record.manifest).toBeUndefined();
    }
    expect(
      (await store.listUnfinishedByPullRequest()).map(
        ({ record }) => record.ref.name,
      ),
    ).toEqual(['other']);
    const count = (person: string) =>
      store.countUnfinished(
        `user:default/${person}`,
        request({ ref: ref('new') }),
      );
    expect([await count('anna'), await count('bert')]).toEqual([2, 0]);
    // The same again takes the place of the one before.
    expect(await store.countUnfinished('user:default/anna', asked)).toBe(1);
    await store.finish(first.record.id, 'ready');
    expect(await count('anna')).toBe(1);
  });

  it('forgets who has asked, and keeps what for', async () => {
    const store = await fresh();
    const target = {
      ...{ repoUrl: 'r', branch: 'b', base: 'main', path: 'p', title: 't' },
      description: 'requested by user:default/anna',
    };
    const by = 'ske.backstage.resource/requestedBy';
    const manifest = `kind: Redis\nmetadata:\n  annotations:\n    ${by}: user:default/anna\n`;
    const anna = await store.insert(
      request({ manifest }),
      { ...context, target },
      lease(),
    );
    const bert = await store.insert(
      request({
        ...{ ref: ref('other'), requestedBy: 'user:default/bert' },
        // He changes something that Anna has requested.
        manifest: `{ "${by}": "user:default/anna", "to": "user:default/anna" }`,
      }),
      context,
      lease(),
    );
    await store.forget(['user:default/anna']);
    const names = async (requestId: string) =>
      (await store.get(requestId))?.record;
    expect(JSON.stringify(await store.get(anna.record.id))).not.toContain(
      'anna',
    );
    expect(await names(anna.record.id)).toMatchObject({
      requestedBy: undefined,
      promise: 'redis',
    });
    expect(await names(bert.record.id)).toMatchObject({
      requestedBy: 'user:default/bert',
      manifest: `{ "${by}": "somebody", "to": "user:default/anna" }`,
    });
  });

  it('forgets whose it is, however that is written', async () => {
    const store = await fresh();
    const { record } = await store.insert(
      request({ requestedBy: 'user:default/bert' }),
      { ...context, owner: 'user:Anna' },
      lease(),
    );
    await store.forget(['user:default/anna']);
    const stored = await store.get(record.id);
    expect(stored?.context).toMatchObject({ owner: 'somebody' });
    expect(stored?.record.requestedBy).toBe('user:default/bert');
  });

  it("lists what is open and one person's own, or proposed for a group of theirs", async () => {
    const store = await fresh();
    const insert = (
      name: string,
      more: Partial<NewRequest> = {},
      owner?: string,
    ) =>
      store.insert(
        request({ ref: ref(name), requestedBy: 'user:default/bert', ...more }),
        { ...context, owner },
        lease(),
      );
    const annas = { requestedBy: 'user:default/anna' };
    const proposed = { delivery: 'pull-request' } as const;
    await insert('own', annas);
    await insert('of-another');
    await insert('proposed', proposed, 'team-a');
    await insert('proposed-to-others', proposed, 'team-b');
    await insert('pushed', {}, 'team-a');
    const done = await insert('done', annas);
    await store.finish(done.record.id, 'ready');
    const landed = await insert('landed', annas);
    await store.markLanded(landed.record.id);
    const whose = {
      person: 'user:default/anna',
      owners: ['user:default/anna', 'group:default/team-a'],
    };
    const requests = await store.listOpenOf(whose, 10);
    expect(requests.map(({ record }) => record.ref.name).sort()).toEqual([
      'own',
      'proposed',
    ]);
    expect(await store.listOpenOf(whose, 1)).toHaveLength(1);
    expect(
      await store.listOpenOf({ person: 'nobody', owners: [] }, 10),
    ).toEqual([]);
  });

  it('lists what waits for a review page by page, what waits longest first', async () => {
    const store = await fresh();
    const proposed = { delivery: 'pull-request' } as const;
    for (const name of ['a', 'b', 'c', 'd']) {
      await store.insert(
        request({ ref: ref(name), ...proposed, pullRequest: pullRequest() }),
        context,
        lease(),
      );
    }
    const others: [string, Partial<NewRequest>][] = [
      ['merged', { ...proposed, pullRequest: pullRequest('merged') }],
      ['unsent', proposed],
      ['pushed', {}],
    ];
    for (const [name, more] of others) {
      await store.insert(
        request({ ref: ref(name), ...more }),
        context,
        lease(),
      );
    }
    expect(await store.countWaiting(undefined)).toBe(4);
    const all = await store.listWaiting(undefined, 10);
    expect(all.map(({ record }) => record.ref.name).sort()).toEqual([
      ...['a', 'b', 'c', 'd'],
    ]);
    const positions = all.map(({ record }) => record.recordedAt + record.id);
    expect(positions).toEqual([...positions].sort());
    const first = await store.listWaiting(undefined, 3);
    expect(first).toEqual(all.slice(0, 3));
    const after = first[2].record;
    expect(await store.countWaiting(after)).toBe(1);
    // It goes on there, also when the request itself is not among them any more.
    await store.finish(after.id, 'closed');
    expect(await store.listWaiting(after, 3)).toEqual(all.slice(3));
  });

  it('lists what is not done of certain Resources only', async () => {
    const store = await fresh();
    const insert = (name: string, more: Partial<NewRequest> = {}) =>
      store.insert(request({ ref: ref(name), ...more }), context, lease());
    const one = await insert('one');
    const deletion = await insert('one', { action: 'Delete' });
    await insert('two');
    const done = await insert('three');
    await store.finish(done.record.id, 'ready');
    const idsAbout = async (...about: ObjectRef[]) =>
      (await store.listUnfinished(about)).map(({ record }) => record.id);
    // Whatever the version: a Resource is the same in all of them.
    const inOtherVersion = {
      ...ref('one'),
      apiVersion: 'marketplace.example.org/v2',
    };
    expect((await idsAbout(inOtherVersion)).sort()).toEqual(
      [one.record.id, deletion.record.id].sort(),
    );
    expect(await idsAbout(ref('three'), ref('four'))).toEqual([]);
    expect(await idsAbout({ ...ref('one'), namespace: 'other' })).toEqual([]);
    expect(await idsAbout()).toEqual([]);
    // More than one statement asks for.
    const many = [...Array(100).keys()].map(n => ref(`many-${n}`));
    expect(await idsAbout(...many, ref('two'))).toHaveLength(1);
    expect(await store.listUnfinished()).toHaveLength(3);
  });

  it('tells who listens of each change', async () => {
    const store = await fresh();
    const heard = jest.fn();
    const end = store.onChange(heard);
    const { record } = await store.insert(request(), context, lease());
    await store.markLanded(record.id);
    await store.markLanded(record.id);
    expect(heard.mock.calls).toEqual([[ref()], [ref()]]);
    end();
    await store.finish(record.id, 'ready');
    expect(heard).toHaveBeenCalledTimes(2);
  });
});

describe.each(databases.eachSupportedId())('the table on %s', id => {
  it('may be set up by two at once', async () => {
    const db = await databases.init(id);
    await Promise.all(
      [1, 2].map(() =>
        DatabaseRequestStore.create({ getClient: async () => db }),
      ),
    );
    const store = await DatabaseRequestStore.create({
      getClient: async () => db,
    });
    await store.insert(request(), context, lease());
    const [row] = await db<RequestRow>('ske_requests');
    expect(fromRow(row).record.promise).toBe('redis');
  });

  it('is set up where two at once have made the lock of its migrations', async () => {
    const db = await databases.init(id);
    const getClient = async () => db;
    await DatabaseRequestStore.create({ getClient });
    const directory = resolvePackagePath(
      '@syntasso/plugin-ske-backend',
      'migrations',
    );
    await db.migrate.down({ directory });
    await db('knex_migrations_lock').insert({ is_locked: 0 });
    await DatabaseRequestStore.create({ getClient });
    const [, pending] = await db.migrate.list({ directory });
    expect(pending).toEqual([]);
    expect(await db('knex_migrations_lock')).toHaveLength(1);
  });

  it('knows whose those are that an older version has recorded', async () => {
    const db = await databases.init(id);
    const store = await DatabaseRequestStore.create({
      getClient: async () => db,
    });
    const proposed = request({ delivery: 'pull-request' });
    await store.insert(proposed, { ...context, owner: 'Team-A' }, lease());
    const directory = resolvePackagePath(
      '@syntasso/plugin-ske-backend',
      'migrations',
    );
    await db.migrate.down({ directory, name: '20261128000000_owner.js' });
    await migrateTable(db);
    const whose = { person: 'nobody', owners: ['group:default/team-a'] };
    expect(await store.listOpenOf(whose, 10)).toHaveLength(1);
  });

  it('knows it also of one that had ended, and whose pull request is opened again', async () => {
    const db = await databases.init(id);
    const store = await DatabaseRequestStore.create({
      getClient: async () => db,
    });
    const { record } = await store.insert(
      request({ delivery: 'pull-request' }),
      { ...context, owner: 'team-a' },
      lease(),
    );
    await store.finish(record.id, 'closed');
    // More than are read at once.
    const [row] = await db<RequestRow>('ske_requests').where({ id: record.id });
    const others = Array.from({ length: 501 }, (_, index) => ({
      ...row,
      id: `0-${index}`,
      context: JSON.stringify({ ...context, owner: `team-${index % 3}` }),
    }));
    await db.batchInsert('ske_requests', others, 20);
    const directory = resolvePackagePath(
      '@syntasso/plugin-ske-backend',
      'migrations',
    );
    await db.migrate.down({ directory, name: '20261128000000_owner.js' });
    const updates: string[] = [];
    db.on('query', ({ sql }: { sql: string }) => {
      if (/^update .ske_requests/.test(sql)) updates.push(sql);
    });
    await migrateTable(db);
    expect(updates.length).toBeLessThan(10);
    await store.reopen(record.id, pullRequest());
    const whose = { person: 'nobody', owners: ['group:default/team-a'] };
    expect(await store.listOpenOf(whose, 10)).toHaveLength(1);
    expect(
      await db('ske_requests').where({ owner: 'group:default/team-2' }),
    ).toHaveLength(167);
  });

  it('changes a request by one statement', async () => {
    const db = await databases.init(id);
    const store = await DatabaseRequestStore.create({
      getClient: async () => db,
    });
    const { record } = await store.insert(request(), context, lease());
    const statements: string[] = [];
    db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    await store.markSent(record.id, { pullRequest: pullRequest() });
    await store.savePullRequest(record.id, pullRequest('closed'));
    await store.finish(record.id, 'closed');
    expect(await store.reopen(record.id, pullRequest())).toBe(true);
    expect(await store.reopen(record.id, pullRequest())).toBe(false);
    expect(statements).toHaveLength(5);
    expect(await store.finish('unknown', 'closed')).toBe(false);
    expect(statements).toHaveLength(6);
  });
});
