import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultProxy } from '@internal/testbed';

/** The commands of `npm run testbed -- fault`, by name. */
export const faultCommands: Record<string, (proxy: FaultProxy) => void> = {
  heal: proxy => proxy.heal(),
  cut: proxy => proxy.cut(),
  silence: proxy => proxy.always({ kind: 'silence' }),
  slow: proxy => proxy.always({ kind: 'delay', ms: 3_000 }),
  ...Object.fromEntries(
    [401, 403, 404, 410, 429, 500, 503].map(code => [
      code,
      (proxy: FaultProxy) => proxy.always({ kind: 'answer', code }),
    ]),
  ),
};

/** Serves commands for the fault proxy on a loopback port. */
export async function serveFaultCommands(proxy: FaultProxy | undefined) {
  const server = createServer((request, response) => {
    const command = faultCommands[(request.url ?? '').slice(1)];
    if (request.method === 'POST' && command && proxy) {
      command(proxy);
      response.writeHead(204).end();
      return;
    }
    response.writeHead(404).end();
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
      }),
  };
}
