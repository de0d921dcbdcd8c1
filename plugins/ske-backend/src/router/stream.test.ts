import type { AddressInfo } from 'node:net';
import { get, type IncomingMessage } from 'node:http';
import type { Server } from 'node:http';
import express from 'express';
import { LiveSource, type ViewState } from '../live/LiveSource';
import {
  healthStateSchema,
  type ResourceSummary,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import { sendStream } from './stream';

// Some megabytes go through it, beside everything else that a test run does.
jest.setTimeout(30_000);

/** A source whose picture the test paints. */
class Painted {
  title = 'first';
  /** What is painted; default: the title. */
  event = (): StreamEvent => ({ kind: 'gone', message: this.title });
  readonly #drawers = new Set<() => void>();
  readonly source = new LiveSource(
    {
      dependencies: () => [
        {
          watch: {
            subscribe: (listener: { onState: () => void }) => {
              this.#drawers.add(listener.onState);
              return () => this.#drawers.delete(listener.onState);
            },
          },
        } as never,
      ],
      build: (): ViewState => ({
        kind: 'known',
        freshness: { state: 'live' },
        event: this.event(),
      }),
    },
    () => {},
  );

  get watchers() {
    return this.#drawers.size;
  }

  /** Resolves when the change has been told to all who look. */
  async paint(title: string) {
    this.title = title;
    await new Promise<void>(resolve => {
      const end = this.source.subscribe(({ data }) => {
        if (data.includes(title)) queueMicrotask(() => resolve(end()));
      });
      this.#drawers.forEach(draw => draw());
    });
  }
}

let server: Server | undefined;
afterEach(
  () =>
    new Promise(done => {
      server?.closeAllConnections();
      server?.close(done);
    }),
);

async function streamOf(
  painted: Painted,
  expiresAt?: Date,
  closing = new AbortController().signal,
  hasSameRights = async () => true,
) {
  const app = express();
  app.get('/', (request, response) =>
    sendStream([{ key: 'k', source: painted.source }], request, response, {
      expiresAt,
      closing,
      hasSameRights,
      rightsMs: 20,
    }),
  );
  await new Promise<void>(done => {
    server = app.listen(0, '127.0.0.1', done);
  });
  const { port } = server!.address() as AddressInfo;
  return (headers: Record<string, string> = {}) =>
    new Promise<IncomingMessage>(done => {
      get({ port, host: '127.0.0.1', headers }, done);
    });
}

/** Reads until the text holds something, or to the end. */
async function read(response: IncomingMessage, until?: string) {
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    if (until && text.includes(until)) break;
  }
  return text;
}

const messagesIn = (text: string) =>
  [...text.matchAll(/"message":"(\w+)/g)].map(match => match[1]);

it('sends what is known at once, each view with what the browser has by then', async () => {
  const open = await streamOf(new Painted());
  const text = await read(await open(), 'freshness');
  expect(text).toMatch(/^: open\n\n/);
  expect(text).toMatch(/event: view\nid: k=[\w-]{12}\ndata: \{"subject":"k"/);
});

it('sends a view again only when it is another one than the browser has', async () => {
  const painted = new Painted();
  const open = await streamOf(painted);
  const id = /^id: (.*)$/m.exec(await read(await open(), 'freshness'))![1];
  const same = await read(await open({ 'last-event-id': id }), 'freshness');
  expect(messagesIn(same)).toEqual([]);
  painted.title = 'second';
  const other = await read(await open({ 'last-event-id': id }), 'freshness');
  expect(messagesIn(other)).toEqual(['second']);
});

it('says goodbye when the credentials expire, and looks no longer', async () => {
  const painted = new Painted();
  const open = await streamOf(painted, new Date(Date.now() + 50));
  const text = await read(await open());
  expect(text).toMatch(/event: goodbye\ndata: expired\n\n$/);
  expect(painted.watchers).toBe(0);
});

it.each([
  ['other rights', async () => false],
  ['nobody who could say', async () => Promise.reject(new Error('away'))],
])('has the browser ask again with %s', async (_, next) => {
  const painted = new Painted();
  const answers = [async () => true, next];
  const open = await streamOf(painted, undefined, undefined, () =>
    (answers.shift() ?? next)(),
  );
  expect(await read(await open())).toMatch(/event: goodbye\ndata: rights\n\n$/);
  expect(answers).toEqual([]);
  expect(painted.watchers).toBe(0);
});

it('lets the browser go when the backend ends, so that it can', async () => {
  const painted = new Painted();
  const closing = new AbortController();
  const open = await streamOf(painted, undefined, closing.signal);
  const response = await open();
  closing.abort();
  expect(await read(response)).toMatch(/event: goodbye\ndata: closing\n\n$/);
  expect(painted.watchers).toBe(0);
});

it('ends at once when it begins while the backend ends', async () => {
  const painted = new Painted();
  const open = await streamOf(painted, undefined, AbortSignal.abort());
  const response = await open();
  expect(await read(response)).toMatch(/event: goodbye\ndata: closing\n\n$/);
  expect(painted.watchers).toBe(0);
});

it('gives a slow browser the newest state, not a queue that grows', async () => {
  const painted = new Painted();
  const open = await streamOf(painted);
  const response = await open();
  response.pause();
  const filler = 'x'.repeat(400_000);
  const CHANGES = 60;
  for (let i = 1; i <= CHANGES; i++) {
    await painted.paint(`n${i} ${filler}`);
  }
  const seen = messagesIn(await read(response, `n${CHANGES} `));
  expect(seen[seen.length - 1]).toBe(`n${CHANGES}`);
  expect(seen.length).toBeLessThan(CHANGES / 2);
});

describe('rows of Resources', () => {
  const [, , ready, , failed] = healthStateSchema.options;
  const row = (name: string, state = ready): ResourceSummary => ({
    uid: name,
    ref: { apiVersion: 'a.b/v1', kind: 'Redis', name },
    promise: { name: 'redis', title: 'Redis' },
    owner: 'team-a',
    health: { state, reason: { code: 'reconciled', values: {} } },
  });
  const pageOf = (rows: ResourceSummary[]): StreamEvent => ({
    kind: 'resources',
    page: {
      total: rows.length,
      byHealth: {},
      attention: 0,
      matching: rows.length,
      offset: 0,
      rows,
    },
    order: rows.map(({ uid }) => uid),
  });
  const shownIn = (text: string) =>
    [...text.matchAll(/"order":\[.*?\]/g)].map((order, index) => [
      order[0],
      [...text.split('"order":')[index].matchAll(/"uid":"(\w+)"/g)].map(
        match => match[1],
      ),
    ]);

  it('sends those that have changed, and the order of all', async () => {
    const painted = new Painted();
    const [a, b, c] = [row('a'), row('b'), row('c')];
    let rows = [a, b];
    painted.event = () => pageOf(rows);
    const open = await streamOf(painted);
    const response = await open();
    const first = await read(response, 'freshness');
    expect(shownIn(first)).toEqual([['"order":["a","b"]', ['a', 'b']]]);
    const second = await open({
      'last-event-id': /^id: (.*)$/m.exec(first)![1],
    });
    rows = [c, a, row('b', failed)];
    await painted.paint('"c"');
    expect(shownIn(await read(second, '"c"'))).toEqual([
      ['"order":["c","a","b"]', ['c', 'b']],
    ]);
    // Who has another version than the last one has none of them.
    const third = await open({ 'last-event-id': 'k=older' });
    expect(shownIn(await read(third, 'freshness'))).toEqual([
      ['"order":["c","a","b"]', ['c', 'a', 'b']],
    ]);
  });
});
