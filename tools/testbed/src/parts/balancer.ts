import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Certificate } from './certificate';

/** Which replica has answered, counted from 0. */
export const REPLICA_HEADER = 'x-replica';

/** What stands before the replicas of a Backstage, as an ingress does. */
export interface Balancer {
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts a server that ends TLS, takes a prefix away from the path, and gives each
 * request to the next replica, or to another one where nobody listens. What a replica
 * sends goes on at once.
 *
 * @param options - `replicas` are addresses such as `http://localhost:7007`
 */
export async function startBalancer(options: {
  certificate: Certificate;
  prefix: string;
  replicas: string[];
}): Promise<Balancer> {
  const { prefix, replicas, certificate } = options;
  let turn = 0;
  const server = createServer(
    { cert: certificate.cert, key: certificate.key },
    (request, response) => {
      const path = request.url ?? '/';
      const inner = path.startsWith(prefix)
        ? path.slice(prefix.length)
        : 'none';
      if (!/^($|[/?])/.test(inner)) {
        response.writeHead(404).end(`Nothing outside of ${prefix}`);
        return;
      }
      const first = turn;
      turn += 1;
      const order = replicas.map((_, n) => (first + n) % replicas.length);
      forward(request, response, {
        targets: order.map(number => ({
          number,
          url: new URL(inner || '/', replicas[number]),
        })),
        headers: {
          'x-forwarded-host': certificate.host,
          'x-forwarded-proto': 'https',
        },
      }).catch(error => response.destroy(error));
    },
  );
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  onward: {
    targets: { number: number; url: URL }[];
    headers: Record<string, string>;
  },
) {
  const body = await buffer(request);
  const headers = { ...request.headers, ...onward.headers };
  for (const { number, url } of onward.targets) {
    const answer = await send(
      url,
      // A connection that was kept may be to a replica that has ended.
      { method: request.method, headers, agent: false },
      body,
    );
    if (!answer) continue;
    response.writeHead(answer.statusCode ?? 502, {
      ...answer.headers,
      [REPLICA_HEADER]: String(number),
    });
    response.flushHeaders();
    response.on('close', () => answer.destroy());
    answer.on('error', () => response.destroy());
    answer.pipe(response);
    return;
  }
  response.writeHead(502).end('No replica listens');
}

/** Undefined where nobody listens. */
const send = (url: URL, options: http.RequestOptions, body: Buffer) =>
  new Promise<IncomingMessage | undefined>((resolve, reject) => {
    const onward = http.request(url, options, resolve);
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
    onward.end(body);
  });
