import { once } from 'node:events';
import {
  createSecureServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { KubeConfig } from '@kubernetes/client-node';
import { eventually } from '@internal/testbed';
import { FIRST } from './__testUtils__/certificates';
import { KubernetesClient } from './KubernetesClient';
import { SharedConnections } from './SharedConnections';

const OPTIONS = { rejectUnauthorized: false };
const never = new AbortController().signal;
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach(end => end()));

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that begins each answer with its path, and goes on as it is told. */
async function startServer(options: { maxConcurrentStreams?: number } = {}) {
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<TLSSocket>();
  const streams = new Map<string, ServerHttp2Stream>();
  const server = createSecureServer({ ...FIRST, settings: options });
  server.on('secureConnection', (socket: TLSSocket) => sockets.add(socket));
  server.on('session', session => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    const path = headers[':path'] ?? '';
    stream.on('error', () => {});
    streams.set(path, stream);
    stream.respond({ ':status': path === '/refused' ? 403 : 200 });
    stream.write(path);
  });
  const url = await listen(server);
  ends.push(() => sessions.forEach(session => session.destroy()));
  return { url, sessions, sockets, streams };
}

const connectionsTo = (url: string) => new SharedConnections(url, OPTIONS);

async function open(
  connections: SharedConnections,
  path: string,
  signal: AbortSignal = never,
) {
  const answer = await connections.send(path, { accept: 'any' }, signal);
  if (!answer) throw new Error('It speaks no HTTP/2.');
  const chunks = answer.body[Symbol.asyncIterator]();
  const read = async () => {
    const { done, value } = await chunks.next();
    return done ? undefined : String(value);
  };
  return { ...answer, read };
}

it('has many answers on one connection, each with its own status', async () => {
  const { url, sessions, streams } = await startServer();
  const connections = connectionsTo(url);
  const [a, b] = await Promise.all([
    open(connections, '/a'),
    open(connections, '/refused'),
  ]);
  expect(sessions.size).toBe(1);
  expect([a.statusCode, b.statusCode]).toEqual([200, 403]);
  expect([await a.read(), await b.read()]).toEqual(['/a', '/refused']);
  streams.get('/a')?.write('more');
  expect(await a.read()).toBe('more');
});

it('opens another one when a server allows no more on the first', async () => {
  const { url, sessions } = await startServer({ maxConcurrentStreams: 2 });
  const connections = connectionsTo(url);
  const answers = await Promise.all(
    ['/a', '/b', '/c'].map(path => open(connections, path)),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect(sessions.size).toBe(2);
});

it('closes a connection after its last answer', async () => {
  const { url, sessions, streams } = await startServer();
  const connections = connectionsTo(url);
  const answer = await open(connections, '/a');
  await answer.read();
  streams.get('/a')?.end();
  expect(await answer.read()).toBeUndefined();
  await eventually('the end of the connection', () => sessions.size === 0);
  expect((await open(connections, '/b')).statusCode).toBe(200);
});

it('ends an answer that nobody wants any more, and no other', async () => {
  const { url, streams } = await startServer();
  const connections = connectionsTo(url);
  const stop = new AbortController();
  const a = await open(connections, '/a', stop.signal);
  const b = await open(connections, '/b');
  await a.read();
  await b.read();
  stop.abort();
  await expect(a.read()).rejects.toThrow('aborted');
  streams.get('/b')?.write('more');
  expect(await b.read()).toBe('more');
});

it('does not take a broken connection for the end of answers, and opens a new one', async () => {
  const { url, sockets } = await startServer();
  const connections = connectionsTo(url);
  const answer = await open(connections, '/a');
  await answer.read();
  sockets.forEach(socket => socket.destroy());
  await expect(answer.read()).rejects.toThrow();
  expect((await open(connections, '/b')).statusCode).toBe(200);
});

it('leaves it to others where a server speaks only HTTP/1.1', async () => {
  const server = https.createServer(FIRST, (_, response) => response.end());
  const connections = connectionsTo(await listen(server));
  expect(await connections.send('/a', {}, never)).toBeUndefined();
  expect(await connections.send('/a', {}, never)).toBeUndefined();
});

it('says why there is no connection', async () => {
  const { url } = await startServer();
  const strict = new SharedConnections(url, {});
  await expect(strict.send('/a', {}, never)).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  await expect(
    connectionsTo(url).send('/a', {}, AbortSignal.abort(new Error('enough'))),
  ).rejects.toThrow('enough');
});

it('is for the watches of a client that is to share connections', async () => {
  const { url, sessions } = await startServer();
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'test', server: `${url}/k8s`, skipTLSVerify: true },
    { name: 'test', token: 'of a controller' },
  );
  const client = new KubernetesClient(
    kubeConfig,
    {},
    { sharesConnections: true },
  );
  const stop = new AbortController();
  const watch = (plural: string) =>
    client.watch(
      { group: '', version: 'v1', plural },
      { resourceVersion: '1', signal: stop.signal },
    );
  await Promise.all([watch('pods'), watch('secrets')]);
  expect(sessions.size).toBe(1);
  stop.abort();
  await eventually('the end of the connection', () => sessions.size === 0);
});
