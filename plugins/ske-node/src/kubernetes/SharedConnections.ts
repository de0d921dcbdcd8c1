import { once } from 'node:events';
import {
  connect as openSession,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type OutgoingHttpHeaders,
} from 'node:http2';
import type { AgentOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { connect as openSocket } from 'node:tls';

/** The beginning of an answer, whichever version of HTTP it came by. */
export interface Answer {
  statusCode: number;
  /** By their names in lower case. */
  headers: Record<string, unknown>;
  body: Readable;
}

/** How long a connection may take to open. */
const OPEN_MS = 30_000;
/** As client-go: after so long it is asked whether a connection is still there. */
const PING_MS = 30_000;
/** And so long an answer to that is waited for. */
const PONG_MS = 15_000;
/** Streams of one connection, where the server allows more. */
const MOST_STREAMS = 250;
/** How much of an answer comes before it is read. */
const WINDOW_BYTES = 256 * 1_024;

/**
 * Connections to one server by HTTP/2, each for many requests at a time. A connection of its
 * own for each of 500 watches takes 35 MB more, and a TLS handshake each.
 */
export class SharedConnections {
  readonly #server: URL;
  readonly #options: AgentOptions;
  readonly #connections = new Set<SharedConnection>();
  #opening: Promise<void> | undefined;
  #isSpoken = true;

  /** @param options - of the agent that connections by HTTP/1.1 would have */
  constructor(server: string, options: AgentOptions) {
    this.#server = new URL(server);
    this.#options = options;
  }

  /**
   * Sends a GET.
   *
   * @returns undefined where the server speaks no HTTP/2
   */
  async send(
    path: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Answer | undefined> {
    const connection = await this.#take(signal);
    return connection?.send(path, headers, signal);
  }

  /** Ends connections after the answers that they carry. */
  close() {
    this.#connections.forEach(connection => connection.close());
  }

  /** A connection with room for one more request, which is counted already. */
  async #take(signal: AbortSignal): Promise<SharedConnection | undefined> {
    while (this.#isSpoken) {
      signal.throwIfAborted();
      for (const connection of this.#connections) {
        if (connection.take()) return connection;
      }
      this.#opening ??= this.#open().finally(() => {
        this.#opening = undefined;
      });
      await unlessAborted(this.#opening, signal);
    }
    return undefined;
  }

  async #open(): Promise<void> {
    const { hostname, port, origin } = this.#server;
    const host = hostname.replace(/^\[|\]$/g, '');
    const patience = AbortSignal.timeout(OPEN_MS);
    const socket = openSocket({
      ...this.#options,
      servername: this.#options.servername || (isIP(host) ? '' : host),
      // An agent has none.
      path: undefined,
      host,
      port: Number(port || 443),
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    let session: ClientHttp2Session | undefined;
    // Before the session hears of it, which would take it for the end of all answers.
    socket.once('close', () =>
      session?.destroy(new Error('the connection was cut')),
    );
    try {
      await once(socket, 'secureConnect', { signal: patience });
      if (socket.alpnProtocol !== 'h2') {
        this.#isSpoken = false;
        socket.destroy();
        return;
      }
      socket.on('error', () => {});
      session = openSession(origin, {
        createConnection: () => socket,
        settings: { enablePush: false, initialWindowSize: WINDOW_BYTES },
      });
      // Each of its streams has it, too.
      session.on('error', () => {});
      await once(session, 'remoteSettings', { signal: patience });
      const connection = new SharedConnection(session);
      this.#connections.add(connection);
      session.once('close', () => this.#connections.delete(connection));
      // Whoever wanted it may want it no longer.
      setImmediate(() => connection.closeUnused());
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }
}

/** One connection, which closes itself after its last answer. */
class SharedConnection {
  readonly #session: ClientHttp2Session;
  #taken = 0;

  constructor(session: ClientHttp2Session) {
    this.#session = session;
    const pings = setInterval(() => this.#ping(), PING_MS);
    pings.unref();
    session.once('close', () => clearInterval(pings));
  }

  /** Counts one more request, where there is room for it. */
  take(): boolean {
    const { closed, destroyed, remoteSettings } = this.#session;
    const allowed = remoteSettings.maxConcurrentStreams ?? MOST_STREAMS;
    const most = Math.max(1, Math.min(allowed, MOST_STREAMS));
    if (closed || destroyed || this.#taken >= most) return false;
    this.#taken += 1;
    return true;
  }

  /** Sends a GET, after {@link SharedConnection.take}. */
  async send(
    path: string,
    headers: OutgoingHttpHeaders,
    signal: AbortSignal,
  ): Promise<Answer> {
    let stream: ClientHttp2Stream;
    try {
      stream = this.#session.request(
        { ...headers, ':method': 'GET', ':path': path },
        { endStream: true, signal },
      );
    } catch (error) {
      this.#giveBack();
      throw error;
    }
    stream.once('close', () => this.#giveBack());
    return new Promise((resolve, reject) => {
      // Also one that comes before anybody reads.
      stream.on('error', reject);
      stream.once('close', () => reject(new Error('the connection ended')));
      stream.once('response', answered =>
        resolve({
          statusCode: answered[':status'] ?? 0,
          headers: answered,
          body: stream,
        }),
      );
    });
  }

  close() {
    if (!this.#session.destroyed) this.#session.close();
  }

  closeUnused() {
    if (this.#taken === 0) this.close();
  }

  #giveBack() {
    this.#taken -= 1;
    this.closeUnused();
  }

  /** A connection that is gone says nothing: whoever waits on it would wait for ever. */
  #ping() {
    if (this.#session.destroyed) return;
    const timer = setTimeout(
      () =>
        this.#session.destroy(
          new Error(`no answer to a ping for ${PONG_MS / 1_000} s`),
        ),
      PONG_MS,
    );
    timer.unref();
    this.#session.ping(() => clearTimeout(timer));
  }
}

/** Waits for something that others wait for, too. */
function unlessAborted(
  work: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
