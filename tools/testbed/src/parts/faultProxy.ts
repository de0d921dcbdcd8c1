import { once } from 'node:events';
import http, {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What goes wrong with a request. */
export type Fault =
  /** Answers in the server's place. */
  | { kind: 'answer'; code: number; body?: string; contentType?: string }
  /** Forwards after `ms` milliseconds. */
  | { kind: 'delay'; ms: number }
  /** Closes the connection after so many bytes of the answer. */
  | { kind: 'truncate'; bytes: number }
  /** Ends its half of the connection after so many bytes, and goes on reading. */
  | { kind: 'halfClose'; bytes: number }
  /** Takes the request and never answers. */
  | { kind: 'silence' };

/** Which requests a fault is for; given their method and path with query. */
export type Matching = (request: { method: string; path: string }) => boolean;

/** A proxy in front of a server that misbehaves on demand. */
export interface FaultProxy {
  /** `http://127.0.0.1:…`; clients need no certificate, the proxy has one. */
  url: string;
  /** The next matching requests (one by default) meet this fault. */
  next(fault: Fault, options?: { times?: number; matching?: Matching }): void;
  /** Every matching request meets this fault until {@link FaultProxy.heal}. */
  always(fault: Fault, matching?: Matching): void;
  /** Ends all faults. */
  heal(): void;
  /** Closes all connections in the middle of whatever they carry. */
  cut(): void;
  /** How many matching requests have come so far. */
  count(matching?: Matching): number;
  /** Resolves when so many matching requests have come, faults included. */
  reached(count: number, matching?: Matching): Promise<void>;
  stop(): Promise<void>;
}

/** How the proxy reaches the server behind it; with HTTPS, PEM texts. */
export interface Upstream {
  url: string;
  ca?: string;
  cert?: string;
  key?: string;
  /** Whether it is told the host that the client has asked, which requests to S3 sign. */
  keepHost?: boolean;
}

const everyRequest: Matching = () => true;

/**
 * Starts a {@link FaultProxy}. A request with an `Authorization` header keeps
 * its own identity; others get the upstream's certificate.
 */
export async function startFaultProxy(upstream: Upstream): Promise<FaultProxy> {
  const { ca, cert, key, keepHost } = upstream;
  const secure = upstream.url.startsWith('https:');
  const sendRequest = secure ? https.request : http.request;
  const agentWith = (options: https.AgentOptions) =>
    secure ? new https.Agent(options) : new http.Agent({ keepAlive: true });
  const withCertificate = agentWith({ ca, cert, key, keepAlive: true });
  const without = agentWith({ ca, keepAlive: true });
  const sockets = new Set<Socket>();
  const seen: { method: string; path: string }[] = [];
  let faults: { fault: Fault; left: number; matching: Matching }[] = [];

  const faultFor = (request: { method: string; path: string }) => {
    const found = faults.find(f => f.left > 0 && f.matching(request));
    if (found) found.left -= 1;
    return found?.fault;
  };
  const forward = (
    request: IncomingMessage,
    response: ServerResponse,
    limit: number,
    atLimit: (socket: Socket) => void = socket => socket.destroy(),
  ) => {
    const { host, ...others } = request.headers;
    const headers = keepHost ? { host, ...others } : others;
    const onward = sendRequest(
      new URL(request.url ?? '/', upstream.url),
      {
        method: request.method,
        headers,
        agent: headers.authorization ? without : withCertificate,
      },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        // A watch may have no event for long: its client learns at once that it began.
        response.flushHeaders();
        let sent = 0;
        answer.on('data', (chunk: Buffer) => {
          const rest = chunk.subarray(0, limit - sent);
          sent += rest.length;
          if (!response.write(rest)) {
            answer.pause();
            response.once('drain', () => answer.resume());
          }
          if (sent >= limit) atLimit(request.socket);
        });
        answer.on('end', () => response.end());
        answer.on('error', () => response.destroy());
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  };
  const server = createServer((request, response) => {
    const what = { method: request.method ?? 'GET', path: request.url ?? '/' };
    seen.push(what);
    const fault = faultFor(what);
    switch (fault?.kind) {
      case 'answer':
        response.writeHead(fault.code, {
          'content-type': fault.contentType ?? 'application/json',
        });
        response.end(
          fault.body ??
            JSON.stringify({
              kind: 'Status',
              apiVersion: 'v1',
              status: 'Failure',
              message: `fault ${fault.code}`,
              code: fault.code,
            }),
        );
        break;
      case 'delay':
        setTimeout(() => forward(request, response, Infinity), fault.ms);
        break;
      case 'truncate':
        forward(request, response, fault.bytes);
        break;
      case 'halfClose':
        forward(request, response, fault.bytes, socket => socket.end());
        break;
      case 'silence':
        request.resume();
        break;
      default:
        forward(request, response, Infinity);
    }
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const cut = () => sockets.forEach(socket => socket.destroy());
  return {
    url: `http://127.0.0.1:${port}`,
    next(fault, { times = 1, matching = everyRequest } = {}) {
      faults.push({ fault, left: times, matching });
    },
    always(fault, matching = everyRequest) {
      faults.push({ fault, left: Infinity, matching });
    },
    heal() {
      faults = [];
    },
    cut,
    count: (matching = everyRequest) => seen.filter(matching).length,
    async reached(count, matching = everyRequest) {
      while (seen.filter(matching).length < count)
        await once(server, 'request');
    },
    async stop() {
      cut();
      withCertificate.destroy();
      without.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
