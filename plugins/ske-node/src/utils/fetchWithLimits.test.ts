import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  fetchAnswer,
  FetchLimitError,
  fetchWithLimits,
  JSON_LIMITS,
} from './fetchWithLimits';

const KIBIBYTES_64 = Buffer.alloc(64 * 1024);
const MOST = { ...JSON_LIMITS, mostBytes: 1024 ** 2 };

interface Asked {
  path: string;
  method: string | undefined;
  token: string | undefined;
  body: string;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('at a server', () => {
  const asked: Asked[] = [];
  const askedOther: string[] = [];
  let sent = 0;
  let url: string;
  let otherUrl: string;

  const other = createServer((request, response) => {
    askedOther.push(request.url ?? '');
    response.end('other');
  });
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    asked.push({
      path,
      method: request.method,
      token: request.headers['private-token'] as string | undefined,
      body: await textOf(request),
    });
    const [, status, to] = /^\/(30\d)\/(.*)$/.exec(path) ?? [];
    if (status) {
      const location = to === 'other' ? otherUrl : `/${to}`;
      response.writeHead(Number(status), { location }).end();
    } else if (path === '/endless') {
      sent = 0;
      const next = () => {
        if (response.destroyed || sent === 10_000) response.end();
        else {
          sent += 1;
          response.write(KIBIBYTES_64, next);
        }
      };
      next();
    } else if (path === '/silent') {
      response.write('{');
    } else if (path === '/empty') {
      response.writeHead(204).end();
    } else {
      response.end('{"a":1}');
    }
  });

  beforeAll(async () => {
    url = `http://127.0.0.1:${await listen(server)}`;
    otherUrl = `http://127.0.0.1:${await listen(other)}/`;
  });
  beforeEach(() => {
    asked.length = 0;
    askedOther.length = 0;
  });
  afterAll(() => {
    for (const one of [server, other]) {
      one.closeAllConnections();
      one.close();
    }
  });

  it('gives an answer as fetch does', async () => {
    const response = await fetchWithLimits(`${url}/plain`);
    expect([response.status, await response.json()]).toEqual([200, { a: 1 }]);
    expect((await fetchWithLimits(`${url}/empty`)).status).toBe(204);
  });

  it('leaves off in an answer that is too long', async () => {
    const fetched = fetchWithLimits(`${url}/endless`, {}, MOST);
    await expect(fetched).rejects.toMatchObject({
      limit: 'size',
      message: 'more than 1 MiB',
    });
    expect(sent).toBeLessThan(10_000);
  });

  it.each([
    ['silent', { silenceMs: 200 }, 'no answer in 0.2 s'],
    ['not done in time', { totalMs: 200 }, 'no whole answer in 0.2 s'],
  ])('ends what is %s', async (_, limits, message) => {
    const fetched = fetchWithLimits(
      `${url}/silent`,
      {},
      { ...JSON_LIMITS, ...limits },
    );
    await expect(fetched).rejects.toEqual(new FetchLimitError('time', message));
  });

  it('ends when whoever asks does not want it any more', async () => {
    const controller = new AbortController();
    const fetched = fetchWithLimits(`${url}/silent`, {
      signal: controller.signal,
    });
    controller.abort(new Error('not wanted'));
    await expect(fetched).rejects.toThrow('not wanted');
  });

  it('follows a redirect at the same host, with what is sent and the credential', async () => {
    const { url: from } = await fetchAnswer(`${url}/307/plain`, {
      method: 'POST',
      headers: { 'private-token': 'secret' },
      body: 'text',
    });
    expect(from).toBe(`${url}/plain`);
    expect(asked.filter(({ path }) => path.endsWith('plain'))).toEqual(
      ['/307/plain', '/plain'].map(path => ({
        path,
        method: 'POST',
        token: 'secret',
        body: 'text',
      })),
    );
  });

  it('sends nothing to another host that it redirects to', async () => {
    const fetched = fetchWithLimits(`${url}/307/other`, {
      headers: { 'private-token': 'secret' },
    });
    await expect(fetched).rejects.toMatchObject({
      limit: 'redirect',
      message: `it redirects to ${new URL(otherUrl).host}`,
    });
    expect(askedOther).toEqual([]);
  });

  it('does not make a read of what is to be written', async () => {
    const fetched = fetchWithLimits(`${url}/301/plain`, {
      method: 'POST',
      body: 'text',
    });
    await expect(fetched).rejects.toThrow(
      `it redirects what is sent to ${url}/plain`,
    );
    expect(asked.map(({ path }) => path)).toEqual(['/301/plain']);
  });

  it('does not follow redirects for ever', async () => {
    const round = `${url}/302/${'302/'.repeat(9)}plain`;
    await expect(fetchWithLimits(round)).rejects.toThrow(
      'it redirects more than 5 times',
    );
  });
});

describe('with an answer that comes slowly', () => {
  const fetched = jest.spyOn(globalThis, 'fetch');
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  });
  afterEach(() => jest.useRealTimers());
  afterAll(() => fetched.mockRestore());

  it('waits as long as it goes on', async () => {
    const { readable, writable } = new TransformStream<
      Uint8Array,
      Uint8Array
    >();
    const body = writable.getWriter();
    fetched.mockResolvedValueOnce(new Response(readable));
    const answer = fetchWithLimits('https://example.org/slow');
    for (const part of ['a', 'b', 'c']) {
      await jest.advanceTimersByTimeAsync(15_000);
      await body.write(Buffer.from(part));
    }
    await body.close();
    expect(await (await answer).text()).toBe('abc');
  });
});
