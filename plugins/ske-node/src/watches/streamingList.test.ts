import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { eventually } from '@internal/testbed';
import { KubernetesClient } from '../kubernetes/KubernetesClient';
import type { WatchState } from './WatchState';
import { SharedInformer } from './SharedInformer';

type Answer = (response: ServerResponse) => void;
type Way = 'stream' | 'list' | 'watch';

let server: Server;
/** How the server answers: the next request of a kind takes the first of these. */
let next: Record<Way, Answer[]>;
/** How it answers where nothing else is said. */
let usual: Record<Way, Answer>;
let asked: Way[];
let ends: (() => void)[];

const line = (type: string, object: object) =>
  `${JSON.stringify({ type, object })}\n`;
const added = (name: string) =>
  line('ADDED', {
    ...{ apiVersion: 'v1', kind: 'ConfigMap' },
    metadata: { name, resourceVersion: '1' },
  });
const endOfList = line('BOOKMARK', {
  metadata: {
    resourceVersion: '7',
    annotations: { 'k8s.io/initial-events-end': 'true' },
  },
});
const errorEvent = (code: number, details?: object) =>
  line('ERROR', { kind: 'Status', code, message: `no: ${code}`, details });

const status =
  (code: number, more: { headers?: object; details?: object } = {}): Answer =>
  response => {
    response.writeHead(code, { ...more.headers });
    const { details } = more;
    response.end(JSON.stringify({ kind: 'Status', code, details }));
  };
const lines =
  (...texts: string[]): Answer =>
  response => {
    response.flushHeaders();
    texts.forEach(text => response.write(text));
  };
/** Some objects, then nothing of the connection. */
const brokenAfter =
  (...texts: string[]): Answer =>
  response => {
    lines(...texts)(response);
    setTimeout(() => response.destroy(), 20);
  };
const refused = status(422, {
  details: {
    kind: 'ListOptions',
    causes: [{ field: 'sendInitialEvents', message: 'Forbidden' }],
  },
});

beforeEach(async () => {
  next = { stream: [], list: [], watch: [] };
  usual = {
    stream: lines(added('a'), added('b'), endOfList),
    list: response =>
      response.end(
        JSON.stringify({
          ...{ kind: 'ConfigMapList', apiVersion: 'v1' },
          metadata: { resourceVersion: '5' },
          items: ['a', 'b'].map(name => ({ metadata: { name } })),
        }),
      ),
    watch: lines(),
  };
  asked = [];
  ends = [];
  server = createServer((request, response) => {
    const isWatch = request.url!.includes('watch=1');
    const isStream = request.url!.includes('sendInitialEvents=true');
    const plain = isWatch ? 'watch' : 'list';
    const way: Way = isStream ? 'stream' : plain;
    asked.push(way);
    (next[way].shift() ?? usual[way])(response);
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
});
afterEach(async () => {
  ends.forEach(end => end());
  server.closeAllConnections();
  await new Promise(done => {
    server.close(done);
  });
});

function clientOf(port = (server.address() as AddressInfo).port) {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'u', token: 't' },
  );
  return new KubernetesClient(kubeConfig, { firstList: 700 });
}

function watched(client = clientOf(), plural = 'configmaps') {
  const informer = new SharedInformer({
    client,
    type: { group: '', version: 'v1', plural },
    lingerMs: 0,
  });
  const states: WatchState[] = [];
  ends.push(informer.subscribe({ onState: state => states.push(state) }));
  const isLive = () =>
    eventually('it is live', () => informer.state.kind === 'live');
  return { informer, states, isLive };
}

describe('a platform that is away or overloaded is asked for a stream again', () => {
  it.each([
    ['429', status(429)],
    ['502', status(502)],
    ['503', status(503)],
    ['504', status(504)],
    [
      'a connection that is cut',
      (response: ServerResponse) => response.destroy(),
    ],
    ['429 in the middle of it', lines(added('a'), errorEvent(429))],
    ['503 in the middle of it', lines(added('a'), errorEvent(503))],
    ['504 in the middle of it', lines(added('a'), errorEvent(504))],
  ])('%s', async (_, answer) => {
    next.stream = [answer, answer];
    const { informer, states, isLive } = watched();
    await isLive();
    expect(asked).toEqual(['stream', 'stream', 'stream']);
    expect(states[0]).toMatchObject({ kind: 'stale', incomplete: true });
    expect(informer.store.list()).toHaveLength(2);
  });

  it('nobody at its address', async () => {
    const { port } = server.address() as AddressInfo;
    server.closeAllConnections();
    await new Promise(done => {
      server.close(done);
    });
    const { states, informer, isLive } = watched(clientOf(port));
    await eventually('two tries', () => states.length > 0);
    await new Promise<void>(done => {
      server.listen(port, '127.0.0.1', done);
    });
    informer.retryNow();
    await isLive();
    expect(asked).toEqual(['stream']);
  });

  it('goes away in the middle of the list', async () => {
    next.stream = [brokenAfter(added('a'))];
    next.list = [status(503)];
    const { isLive } = watched();
    await isLive();
    // Only the first time it is asked in two ways.
    expect(asked).toEqual(['stream', 'list', 'stream']);
  });

  it('breaks off again and again, also a list in pages', async () => {
    usual.stream = brokenAfter(added('a'));
    usual.list = status(500);
    watched();
    await eventually('some tries', () => asked.length > 4);
    // In both ways at once only the first time, then in turns.
    expect(asked.slice(0, 5)).toEqual([
      ...['stream', 'list', 'stream', 'list', 'stream'],
    ]);
  });
});

it.each([
  ['a header', status(429, { headers: { 'retry-after': '1' } })],
  ['its status', status(429, { details: { retryAfterSeconds: 1 } })],
  ['its status, with 503', status(503, { details: { retryAfterSeconds: 1 } })],
  ['an event', lines(errorEvent(429, { retryAfterSeconds: 1 }))],
])('waits as long as the platform asks for by %s', async (_, answer) => {
  next.stream = [answer];
  const begun = performance.now();
  const { isLive } = watched();
  await isLive();
  expect(performance.now() - begun).toBeGreaterThan(990);
});

describe('a list that broke in the middle is not taken for all there is', () => {
  it.each([
    ['the connection ends', brokenAfter(added('a'))],
    ['it is too old', lines(added('a'), errorEvent(410))],
    ['the credential is refused', lines(added('a'), errorEvent(401))],
    ['the right is gone', lines(added('a'), errorEvent(403))],
    ['the platform is overloaded', lines(added('a'), errorEvent(429))],
    ['the platform fails', lines(added('a'), errorEvent(500))],
  ])('%s', async (_, answer) => {
    usual.stream = answer;
    usual.list = status(503);
    const { informer, states } = watched();
    await eventually('it gives a reason', () => states.length > 0);
    expect(states[0]).toMatchObject({ kind: 'stale', incomplete: true });
    expect(informer.store.list()).toHaveLength(1);
  });

  it('is whole when the next one ends', async () => {
    next.stream = [lines(added('gone'), errorEvent(503))];
    const { informer, states, isLive } = watched();
    await isLive();
    expect(states.map(({ kind }) => kind)).toEqual(['stale', 'live']);
    const names = informer.store.list().map(({ metadata }) => metadata.name);
    expect(names.sort()).toEqual(['a', 'b']);
  });

  it('what was whole stays whole while it is stale', async () => {
    next.stream = [lines(added('a'), endOfList, errorEvent(503))];
    usual.watch = status(503);
    const { informer, states } = watched();
    await eventually('it is stale', () => informer.state.kind === 'stale');
    expect(states.map(({ kind }) => kind)).toEqual(['live', 'stale']);
    expect(informer.state).not.toHaveProperty('incomplete', true);
  });
});

describe('a server that has no streaming lists', () => {
  it('is asked for none of any type, until some time has passed', async () => {
    usual.stream = refused;
    const client = clientOf();
    await watched(client, 'configmaps').isLive();
    await watched(client, 'secrets').isLive();
    expect(asked).toEqual(['stream', 'list', 'watch', 'list', 'watch']);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 2 * 60 * 60_000);
    await watched(client, 'pods').isLive();
    jest.restoreAllMocks();
    expect(asked.slice(5)).toEqual(['stream', 'list', 'watch']);
  });

  it.each([
    ['501', status(501)],
    ['405', status(405)],
    ['a refusal that names no field', status(400)],
  ])('answers %s: only of this type is none asked for', async (_, answer) => {
    next.stream = [answer];
    const client = clientOf();
    await watched(client, 'configmaps').isLive();
    await watched(client, 'configmaps').isLive();
    expect(asked).toEqual(['stream', 'list', 'watch', 'list', 'watch']);
    await watched(client, 'secrets').isLive();
    expect(asked.slice(5)).toEqual(['stream']);
  });

  it('is not believed to have none when a list in pages fails, too', async () => {
    next.stream = [status(501)];
    next.list = [status(503)];
    const { isLive } = watched();
    await isLive();
    expect(asked).toEqual(['stream', 'list', 'stream']);
  });
});
