/** @jest-environment node */
import type { StreamEvent } from '@syntasso/plugin-ske-common';
import { LiveStore, type LiveState } from './LiveStore';

type View = { manifest: { metadata: { name: string } } };

const view = (name: string) =>
  ({
    kind: 'promise',
    view: {
      manifest: {
        apiVersion: 'platform.kratix.io/v1alpha1',
        kind: 'Promise',
        metadata: { name },
      },
      platform: 'p',
      title: name,
      health: {
        state: 'ready',
        reason: { code: 'promiseAvailable', values: {} },
      },
      available: true,
      destinationSelectors: [],
      requirements: [],
      conditions: [],
      pipelines: [],
      runs: [],
      events: [],
      resources: [],
    },
  } as StreamEvent);
const freshness = (state: 'live' | 'stale'): StreamEvent => ({
  kind: 'freshness',
  freshness:
    state === 'live'
      ? { state }
      : { state, since: '2026-01-01T00:00:00Z', reason: 'away' },
});

/** A server whose streams the test writes and breaks. */
function fakeServer(...refusals: Error[]) {
  const connections: ReadableStreamDefaultController<Uint8Array>[] = [];
  let wake = () => {};
  const store = new LiveStore<View>({
    kind: 'promise',
    firstRetryMs: 1,
    lingerMs: 0,
    reconnect: async () => {},
    open: async () => {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      return new ReadableStream<Uint8Array>({
        start(controller) {
          connections.push(controller);
          wake();
        },
      });
    },
  });
  const seen: LiveState<View>[] = [];
  const end = store.subscribe(() => {
    seen.push(store.getState());
    wake();
  });
  return {
    store,
    seen,
    end,
    send(...events: StreamEvent[]) {
      const text = events
        .map(e => `event: x\ndata: ${JSON.stringify(e)}\n\n`)
        .join('');
      connections[connections.length - 1].enqueue(
        new TextEncoder().encode(text),
      );
    },
    cut() {
      connections[connections.length - 1].error(new Error('cut'));
    },
    async until(holds: (state: LiveState<View>) => boolean) {
      while (!holds(store.getState())) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
    async connected(count: number) {
      while (connections.length < count) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
  };
}

const nameOf = (state: LiveState<View>) =>
  'view' in state ? state.view?.manifest.metadata.name : undefined;

describe('LiveStore', () => {
  it('shows what the stream says', async () => {
    const server = fakeServer();
    await server.connected(1);
    server.send(view('a'), freshness('live'));
    await server.until(s => s.kind === 'live');
    server.send(view('b'));
    await server.until(s => nameOf(s) === 'b');
    expect(server.store.getState().kind).toBe('live');
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
    const server = fakeServer(
      Object.assign(new Error('no'), { statusCode: 403 }),
    );
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
