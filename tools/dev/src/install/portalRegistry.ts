import { randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Processes } from '../processes';
import { startRegistry, type Registry } from './registry';

/** Below the API of a portal, as its plugin installer has it. */
const PATH = '/api/plugin-installer/registry';

/**
 * Starts a registry as portals have one for plugins: below a path of their API, and for
 * whoever sends the portal's token only.
 *
 * @returns the registry, and what ends the portal
 */
export async function startPortalRegistry(
  processes: Processes,
  folder: string,
): Promise<Registry & { stop: () => Promise<void> }> {
  const inner = await startRegistry(processes, folder, `${PATH}/`);
  const token = randomBytes(24).toString('hex');
  const server = createServer((incoming, answer) => {
    const { url = '', method, headers } = incoming;
    if (!url.startsWith(`${PATH}/`)) {
      answer.writeHead(404).end();
      return;
    }
    if (headers.authorization !== `Bearer ${token}`) {
      answer.writeHead(401).end();
      return;
    }
    const outgoing = request(
      `${inner.url}${url.slice(PATH.length)}`,
      {
        method,
        headers: { ...headers, authorization: `Bearer ${inner.token}` },
      },
      response => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    outgoing.on('error', () => answer.writeHead(502).end());
    incoming.pipe(outgoing);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}${PATH}/`,
    token,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
