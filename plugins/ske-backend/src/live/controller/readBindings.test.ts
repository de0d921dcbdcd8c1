import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BindingsAnswer } from '@syntasso/plugin-ske-common';
import { readBindings } from './readBindings';

const answer: BindingsAnswer = {
  leader: true,
  bindings: [
    {
      promise: 'redis',
      portal: 'main',
      binding: { status: 'True', reason: 'BindingResolved', message: '' },
      resources: { bound: 0, failed: 0 },
    },
  ],
};

let server: Server;
let url: string;
let respond: (response: ServerResponse) => void;
let asked: { path: string | undefined; headers: IncomingHttpHeaders }[];

const answering = (body: unknown, status = 200) => {
  respond = response => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
};
const { signal } = new AbortController();

beforeEach(async () => {
  asked = [];
  answering(answer);
  server = createServer((request, response) => {
    asked.push({ path: request.url, headers: request.headers });
    respond(response);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it('reads the answer, below the path of a proxy and with its token', async () => {
  expect(await readBindings({ url }, signal)).toEqual(answer);
  await readBindings({ url: `${url}/proxy/`, token: 't' }, signal);
  expect(asked.map(({ path }) => path)).toEqual([
    '/v1/bindings',
    '/proxy/v1/bindings',
  ]);
  expect(asked[0].headers.authorization).toBeUndefined();
  expect(asked[1].headers.authorization).toBe('Bearer t');
});

it('asks other replicas until one leads, each by a connection of its own', async () => {
  const ports = new Set<number | undefined>();
  respond = response => {
    ports.add(response.socket?.remotePort);
    const leader = asked.length === 3;
    response.end(JSON.stringify(leader ? answer : { leader, bindings: [] }));
  };
  expect(await readBindings({ url }, signal)).toEqual(answer);
  expect(ports.size).toBe(3);
});

it('gives up where none leads', async () => {
  answering({ leader: false, bindings: [] });
  await expect(readBindings({ url }, signal)).rejects.toThrow(
    'no replica that answers is the leader',
  );
  expect(asked).toHaveLength(6);
});

it.each<[string, unknown, number, string]>([
  ['is refused', {}, 401, 'it answers with 401. Check ske.controller.token.'],
  ['is elsewhere', {}, 404, 'it answers with 404. Check ske.controller.url.'],
  ['fails', {}, 503, 'it answers with 503. Look at the log of the controller.'],
  ['is a page', '<html>', 200, 'its answer is not that of the controller.'],
  [
    'is another JSON',
    { leader: true, bindings: [{ promise: 1 }] },
    200,
    'its answer is not that of the controller.',
  ],
])('says what is wrong where it %s', async (_, body, status, sentence) => {
  answering(body, status);
  const failure = readBindings({ url, token: 'hunter2' }, signal);
  await expect(failure).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining(
      `${url}/v1/bindings cannot be read: ${sentence}`,
    ),
  });
  await expect(failure).rejects.not.toMatchObject({
    message: expect.stringContaining('hunter2'),
  });
});

it('reads no more than it has room for', async () => {
  answering(answer);
  await expect(
    readBindings({ url }, signal, { mostBytes: 20 }),
  ).rejects.toThrow('its answer is longer than 20 bytes.');
});

it('does not wait for one that says nothing, or stops in the middle', async () => {
  respond = () => {};
  await expect(
    readBindings({ url }, signal, { timeoutMs: 50 }),
  ).rejects.toThrow('it did not answer within 0.05 s.');
  respond = response => response.write('{"leader":');
  await expect(
    readBindings({ url }, signal, { timeoutMs: 50 }),
  ).rejects.toThrow('it did not answer within 0.05 s.');
});

it('says that nobody listens, and which file is missing', async () => {
  await expect(
    readBindings({ url: 'http://127.0.0.1:1' }, signal),
  ).rejects.toThrow('ECONNREFUSED');
  await expect(
    readBindings({ url, caFile: '/nowhere/ca.pem' }, signal),
  ).rejects.toThrow('ske.controller.caFile: ENOENT');
});
