import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchInParts, SilenceLimit } from './fetchInParts';

let server: Server | undefined;

afterEach(stopServer);

async function stopServer() {
  const running = server;
  server = undefined;
  if (!running) return;
  running.closeAllConnections();
  await new Promise(done => running.close(done));
}

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readAll(
  url: string,
  options: Partial<Parameters<typeof fetchInParts>[1]> = {},
): Promise<string> {
  const parts: Uint8Array[] = [];
  const patient = { connectMs: 30_000, stallMs: 30_000 };
  for await (const part of fetchInParts(url, { ...patient, ...options })) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

it('reads an answer to its end, and says its length', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '6' });
    response.write('one');
    response.end('two');
  });
  const onLength = jest.fn();
  expect(await readAll(url, { onLength })).toBe('onetwo');
  expect(onLength).toHaveBeenCalledWith(6);
});

it('gives up a server that does not answer', async () => {
  const url = await serve(() => {});
  await expect(readAll(url, { connectMs: 20 })).rejects.toThrow(
    /^127\.0\.0\.1:\d+ did not answer for 0\.02 s$/,
  );
});

it('gives up an answer that goes no further', async () => {
  const url = await serve((_, response) => {
    response.write('one');
  });
  await expect(readAll(url, { stallMs: 20 })).rejects.toThrow(
    /sent nothing for 0\.02 s$/,
  );
});

it('says why a server cannot be reached, and what it answers', async () => {
  const url = await serve((_, response) => {
    response.statusCode = 404;
    response.end();
  });
  await expect(readAll(url)).rejects.toThrow(/answered 404$/);
  await stopServer();
  await expect(readAll(url)).rejects.toThrow(
    /^127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)$/,
  );
});

it('ends when it is asked to', async () => {
  const stop = new AbortController();
  const url = await serve(() => stop.abort(new Error('Ctrl-C')));
  await expect(readAll(url, { signal: stop.signal })).rejects.toThrow('Ctrl-C');
});

describe('SilenceLimit', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('begins anew with each thing heard', () => {
    const silence = new SilenceLimit();
    silence.allow(1_000, 'No answer');
    jest.advanceTimersByTime(900);
    silence.allow(1_000, 'Nothing more');
    jest.advanceTimersByTime(900);
    expect(silence.signal.aborted).toBe(false);
    jest.advanceTimersByTime(100);
    expect(silence.signal.reason).toEqual(new Error('Nothing more for 1 s'));
  });

  it('limits nothing after its end', () => {
    const silence = new SilenceLimit();
    silence.allow(1_000, 'No answer');
    silence.end();
    expect(jest.getTimerCount()).toBe(0);
    expect(silence.signal.aborted).toBe(true);
  });
});
