import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A server that answers in the API server's place. */
export interface Placeholder {
  url: string;
  /** Frees the port; may be called again. */
  stop(): Promise<void>;
}

/**
 * Answers every request with 503 and a Kubernetes `Status`, as an API server does that
 * cannot serve yet. It says nothing about when to come back: `kubectl` would ask
 * again by itself instead of showing the message.
 *
 * @throws Error when the port is in use.
 */
export async function startPlaceholder(options: {
  port: number;
  /** Certificate and key that the API server will have, as PEM: its clients know their CA. */
  cert: string;
  key: string;
  /** Why there is no API server yet; asked for with each request. */
  message: () => string;
}): Promise<Placeholder> {
  const { port, cert, key, message } = options;
  const server = createServer({ cert, key }, (request, response) => {
    request.resume();
    response.writeHead(503, {
      'content-type': 'application/json',
      // The next request goes to whoever has the port then.
      connection: 'close',
    });
    response.end(
      JSON.stringify({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: message(),
        reason: 'ServiceUnavailable',
        code: 503,
      }),
    );
  });
  // Also those in their TLS handshake, which `server.closeAllConnections` does not end.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  let stopped: Promise<void> | undefined;
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      stopped ??= new Promise(resolve => {
        server.close(() => resolve());
        sockets.forEach(socket => socket.destroy());
      });
      return stopped;
    },
  };
}
