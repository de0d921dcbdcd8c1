/** @jest-environment node */
import { eventually } from '@internal/testbed';
import type {
  OfferingView,
  ResourceSummary,
  StreamEvent,
} from '@syntasso/plugin-ske-common';
import { promiseView } from '../__testUtils__/views';
import { LiveConnection } from './LiveConnection';
import type { LiveTiming } from './liveTransport';
import {
  LiveStore,
  readPromise,
  readResources,
  type LiveState,
  type ReadView,
} from './LiveStore';

type View = OfferingView;

const view = (name: string): StreamEvent => ({
  kind: 'promise',
  view: promiseView({ title: name }),
});
const freshness = (state: 'live' | 'stale'): StreamEvent => ({
  kind: 'freshness',
  freshness:
    state === 'live'
      ? { state }
      : { state, since: '2026-01-01T00:00:00Z', reason: 'away' },
});

const bytes = (text: string) => new TextEncoder().encode(text);

/** A server whose streams the test writes and breaks. */
function fakeServer(
  options: { refusals?: Error[]; timing?: Partial<LiveTiming> } = {},
) {
  const refusals = [...(options.refusals ?? [])];
  const opened: {
    subjects: string[];
    lastEventId: string;
    stream: ReadableStreamDefaultController<Uint8Array>;
  }[] = [];
  const answers: StreamEvent[] = [];
  let polls = 0;
  const wakers = new Set<() => void>();
  const wake = () => wakers.forEach(waker => waker());
  const until = async (holds: () => boolean) => {
    while (!holds()) {
      await new Promise<void>(resolve => {
        const waker = () => {
          wakers.delete(waker);
          resolve();
        };
        wakers.add(waker);
      });
    }
  };
  const connection = new LiveConnection(
    {
      reconnect: async () => {},
      poll: async subjects => {
        polls += 1;
        wake();
        return subjects.flatMap(subject =>
          answers.map(event => ({ subject, event })),
        );
      },
      open: async (subjects, lastEventId, signal) => {
        const refusal = refusals.shift();
        if (refusal) throw refusal;
        return new ReadableStream<Uint8Array>({
          start(stream) {
            opened.push({ subjects, lastEventId, stream });
            signal.addEventListener('abort', () => {
              try {
                stream.error(signal.reason);
              } catch {
                // The test has closed it.
              }
            });
            wake();
          },
        });
      },
    },
    { gather: 0, firstRetry: 1, ...options.timing },
  );
  const follow = <V>(key: string, read: ReadView<V>) => {
    const store = new LiveStore<V>({ read, key, connection, lingerMs: 0 });
    const end = store.subscribe(wake);
    return {
      store,
      end,
      until: (holds: (state: LiveState<V>) => boolean) =>
        until(() => holds(store.getState())),
    };
  };
  const listen = (key: string) => follow(key, readPromise);
  const last = () => opened[opened.length - 1].stream;
  return {
    ...listen('promise/a'),
    listen,
    follow,
    opened,
    answers,
    refusals,
    polls: () => polls,
    sendTo(subject: string, event: StreamEvent, id = '') {
      const data = JSON.stringify({ subject, event });
      last().enqueue(bytes(`${id && `id: ${id}\n`}data: ${data}\n\n`));
    },
    send(...events: StreamEvent[]) {
      events.forEach(event => this.sendTo('promise/a', event));
    },
    goodbye() {
      last().enqueue(bytes('event: goodbye\ndata: expired\n\n'));
    },
    cut: () => last().error(new Error('cut')),
    connected: (count: number) => until(() => opened.length >= count),
    polled: (count: number) => until(() => polls >= count),
  };
}

const nameOf = (state: LiveState<View>) =>
  'view' in state ? state.view?.title : undefined;

describe('LiveStore', () => {
  it('shows what the stream says', async () => {
    const server = fakeServer();
    await server.connected(1);
    server.send(view('a'), freshness('live'));
    await server.until(s => s.kind === 'live');
    server.send(view('b'));
    await server.until(s => nameOf(s) === 'b');
    expect(server.store.getState()).toMatchObject({
      kind: 'live',
      channel: 'stream',
    });
    server.end();
  });

  it('keeps the last view, marked stale, while it reconnects, and clears it only by fresh data', async () => {
    const server = fakeServer();
    await server.connected(1);
    server.send(view('a'));
    await server.until(s => s.kind === 'live');
    server.cut();
    await server.until(s => s.kind === 'stale');
    expect(nameOf(server.store.getState())).toBe('a');
    await server.connected(2);
    expect(server.store.getState().kind).toBe('stale');
    server.send(view('b'));
    await server.until(s => s.kind === 'live');
    expect(nameOf(server.store.getState())).toBe('b');
    server.end();
  });

  it('says stale when the backend has lost the platform, and live when it is back', async () => {
    const server = fakeServer();
    await server.connected(1);
    server.send(view('a'), freshness('live'), freshness('stale'));
    await server.until(s => s.kind === 'stale');
    expect(server.store.getState()).toMatchObject({
      reason: 'away',
      since: '2026-01-01T00:00:00Z',
    });
    server.send(freshness('live'));
    await server.until(s => s.kind === 'live');
    expect(nameOf(server.store.getState())).toBe('a');
    server.end();
  });

  it('says gone, and keeps the last view to show', async () => {
    const server = fakeServer();
    await server.connected(1);
    server.send(view('a'), { kind: 'gone', message: 'removed' });
    await server.until(s => s.kind === 'gone');
    expect(server.store.getState()).toMatchObject({
      message: 'removed',
      lastView: { title: 'a' },
    });
    server.end();
  });

  it('says failed when it is refused, and connects when it no longer is', async () => {
    const server = fakeServer({
      refusals: [Object.assign(new Error('no'), { statusCode: 403 })],
    });
    await server.until(s => s.kind === 'failed');
    expect(server.store.getState()).toMatchObject({
      error: { statusCode: 403 },
    });
    await server.connected(1);
    server.send(view('a'));
    await server.until(s => s.kind === 'live');
    server.end();
  });
});

describe('LiveConnection', () => {
  it('carries all subjects of the page on one stream', async () => {
    const server = fakeServer();
    const other = server.listen('promise/b');
    await server.connected(1);
    expect(server.opened[0].subjects).toEqual(['promise/a', 'promise/b']);
    server.sendTo('promise/b', view('b'));
    await other.until(s => nameOf(s) === 'b');
    expect(server.store.getState().kind).toBe('connecting');
    server.end();
    other.end();
  });

  it('says what is known when the subjects change, and nobody turns stale', async () => {
    const server = fakeServer();
    await server.connected(1);
    server.sendTo('promise/a', view('a'), 'promise%2Fa=v1');
    await server.until(s => s.kind === 'live');
    const seen: string[] = [];
    server.store.subscribe(() => seen.push(server.store.getState().kind));
    const other = server.listen('promise/b');
    await server.connected(2);
    expect(server.opened[1]).toMatchObject({
      subjects: ['promise/a', 'promise/b'],
      lastEventId: 'promise%2Fa=v1',
    });
    server.send(freshness('live'));
    server.sendTo('promise/b', view('b'));
    await other.until(s => s.kind === 'live');
    expect(seen.filter(kind => kind !== 'live')).toEqual([]);

    // Who leaves is forgotten: coming back, it is told everything again.
    other.end();
    await server.connected(3);
    expect(server.opened[2].subjects).toEqual(['promise/a']);
    server.end();
  });

  it('tells all stores of one subject, whichever came or left first', async () => {
    const server = fakeServer();
    await server.connected(1);
    server.sendTo('promise/a', view('a'), 'promise%2Fa=1');
    await server.until(state => nameOf(state) === 'a');
    // A page holds a store that was dropped meanwhile; the next one is made beside it.
    const second = server.listen('promise/a');
    await server.connected(2);
    expect(server.opened[1]).toMatchObject({
      subjects: ['promise/a'],
      lastEventId: '',
    });
    server.send(view('b'));
    await second.until(state => nameOf(state) === 'b');
    await server.until(state => nameOf(state) === 'b');
    server.end();
    await eventually(
      'the first has left',
      async () => server.store.getState().kind === 'connecting',
    );
    server.send(view('c'));
    await second.until(state => nameOf(state) === 'c');
  });

  it('reconnects at once after a goodbye, without a word', async () => {
    const server = fakeServer({ timing: { firstRetry: 60_000 } });
    await server.connected(1);
    server.send(view('a'));
    await server.until(s => s.kind === 'live');
    server.goodbye();
    await server.connected(2);
    expect(server.store.getState().kind).toBe('live');
    server.end();
  });

  it('polls where a stream is held back, says so, and tries a stream again', async () => {
    const server = fakeServer({
      timing: { firstByte: 1, poll: 1, pollFor: 30 },
    });
    server.answers.push(view('a'), freshness('live'));
    await server.until(s => s.kind === 'live');
    expect(server.store.getState()).toMatchObject({ channel: 'poll' });
    await server.polled(2);
    await server.connected(2);
    server.end();
  });

  it('asks again for a subject that was refused', async () => {
    const server = fakeServer({ timing: { askAgainForRefused: 1 } });
    await server.connected(1);
    server.send({
      kind: 'refused',
      name: 'NotAllowedError',
      message: 'not offered',
      statusCode: 403,
    });
    await server.until(s => s.kind === 'failed');
    await server.connected(2);
    expect(server.opened[1].subjects).toEqual(['promise/a']);
    server.send(view('a'));
    await server.until(s => s.kind === 'live');
    server.end();
  });

  it('loses one subject, not the page, to a message it does not understand', async () => {
    const server = fakeServer();
    const other = server.listen('promise/b');
    await server.until(() => server.opened.length > 0);
    server.sendTo('promise/a', { kind: 'of the future' } as never);
    server.sendTo('promise/b', view('b'));
    await other.until(state => state.kind === 'live');
    expect(server.store.getState()).toMatchObject({
      kind: 'failed',
      error: {
        message: expect.stringContaining('versions of the SKE plugins'),
      },
    });
    server.end();
    other.end();
  });

  it('is told again what it has dropped, since it was refused once', async () => {
    const server = fakeServer();
    await server.connected(1);
    server.sendTo('promise/a', view('a'), 'promise%2Fa=v1');
    await server.until(s => s.kind === 'live');
    server.refusals.push(Object.assign(new Error('no'), { statusCode: 404 }));
    server.cut();
    await server.until(s => s.kind === 'failed');
    await server.connected(2);
    expect(server.opened[1].lastEventId).toBe('');
    server.end();
  });

  it('is told again what it did not understand', async () => {
    const server = fakeServer();
    await server.connected(1);
    const unknown = { kind: 'of the future' } as never;
    const other = server.listen('promise/b');
    await server.connected(2);
    server.sendTo('promise/a', unknown, 'promise%2Fa=v1');
    await server.until(s => s.kind === 'failed');
    // The id of another one's event has the versions of all.
    server.sendTo('promise/b', view('b'), 'promise%2Fa=v1&promise%2Fb=v1');
    await other.until(s => s.kind === 'live');
    server.cut();
    await server.connected(3);
    expect(server.opened[2].lastEventId).toBe('promise%2Fb=v1');
    server.end();
    other.end();
  });

  it('does not remember what is told of a subject that has just left', async () => {
    const server = fakeServer({ timing: { gather: 50 } });
    const other = server.listen('promise/b');
    await server.connected(1);
    server.sendTo('promise/b', view('b'), 'promise%2Fb=v1');
    await other.until(s => s.kind === 'live');
    other.end();
    // It leaves in the next turn.
    await new Promise(resolve => setTimeout(resolve));
    server.sendTo('promise/a', view('a'), 'promise%2Fb=v1&promise%2Fa=v1');
    await server.until(s => s.kind === 'live');
    await server.connected(2);
    expect(server.opened[1].lastEventId).toBe('promise%2Fa=v1');
    server.end();
  });

  it('polls on with other subjects where streams are held back', async () => {
    const server = fakeServer({
      timing: { firstByte: 1, poll: 1, pollFor: 60_000 },
    });
    server.answers.push(view('a'), freshness('live'));
    await server.until(s => s.kind === 'live');
    const other = server.listen('promise/b');
    await other.until(s => s.kind === 'live');
    expect(server.opened).toHaveLength(1);
    server.end();
    other.end();
  });

  it('asks for the whole page when it lacks a row that has not changed', async () => {
    const server = fakeServer();
    const rowOf = (uid: string): ResourceSummary => ({
      uid,
      ref: { apiVersion: 'a.b/v1', kind: 'Redis', name: uid },
      promise: { name: 'redis', title: 'Redis' },
      owner: 'team-a',
      health: { state: 'ready', reason: { code: 'reconciled', values: {} } },
    });
    const page = (rows: string[], order: string[]): StreamEvent => ({
      kind: 'resources',
      page: {
        total: order.length,
        byHealth: {},
        attention: 0,
        matching: order.length,
        offset: 0,
        rows: rows.map(rowOf),
      },
      order,
    });
    const table = server.follow('resources/redis/', readResources);
    const rows = () => {
      const state = table.store.getState();
      return state.kind === 'live' ? state.view.rows.map(r => r.uid) : [];
    };
    await server.connected(1);
    server.sendTo('resources/redis/', page(['a', 'b'], ['a', 'b']), 'x=1');
    await table.until(s => s.kind === 'live');
    server.sendTo('resources/redis/', page(['c'], ['c', 'a']));
    await table.until(() => rows().includes('c'));
    expect(rows()).toEqual(['c', 'a']);
    server.sendTo('resources/redis/', page(['c'], ['c', 'd']));
    await server.connected(2);
    expect(rows()).toEqual(['c', 'a']);
    server.sendTo('resources/redis/', page(['c', 'd'], ['c', 'd']));
    await table.until(() => rows().includes('d'));
    server.end();
    table.end();
  });

  it('shows nothing old as live to who comes back', async () => {
    const server = fakeServer();
    await server.until(() => server.opened.length > 0);
    server.sendTo('promise/a', view('a'), 'promise%2Fa=1');
    await server.until(() => server.store.getState().kind === 'live');
    server.end();
    const forgotten = await eventually('a store without its old view', () => {
      const state = server.store.getState();
      return state.kind === 'live' ? undefined : state;
    });
    expect(forgotten.kind).toBe('connecting');
  });
});
