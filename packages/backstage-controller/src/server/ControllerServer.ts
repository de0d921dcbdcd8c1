import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { isError } from '@backstage/errors';
import type { BindingsAnswer } from '@syntasso/plugin-ske-common';
import type { Registry } from 'prom-client';
import type { Log } from '../log/Log';

/** Whether a replica does its part; if not, why. */
export interface Readiness {
  isReady: boolean;
  /** One sentence each, also of what does not keep it from being ready. */
  notes: string[];
}

/** What the server tells of. */
export interface ServedState {
  readiness(): Readiness;
  bindings(): BindingsAnswer;
  registry: Registry;
}

interface Answer {
  status: number;
  type: string;
  body: string;
}

const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});

/** Probes, metrics, and how the bindings stand. It takes no orders. */
export class ControllerServer {
  readonly #state: ServedState;
  readonly #log: Log;
  readonly #server: Server;

  constructor(state: ServedState, log: Log) {
    this.#state = state;
    this.#log = log;
    this.#server = createServer((request, response) => {
      void this.#respond(request, response);
    });
  }

  /** @returns the port, which is another one where 0 was asked for */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #respond(request: IncomingMessage, response: ServerResponse) {
    const answer = await this.#answerTo(request).catch((error): Answer => {
      const message = isError(error) ? error.message : String(error);
      this.#log.error('Could not answer', {
        path: request.url,
        error: message,
      });
      return json(500, { error: 'See the log of the controller.' });
    });
    response.writeHead(answer.status, {
      'content-type': answer.type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  async #answerTo({ method, url = '/' }: IncomingMessage): Promise<Answer> {
    if (method !== 'GET' && method !== 'HEAD') {
      return json(405, { error: `${method} is not possible here. Use GET.` });
    }
    const [path] = url.split('?');
    switch (path) {
      case '/healthz':
        return json(200, { status: 'ok' });
      case '/readyz': {
        const { isReady, notes } = this.#state.readiness();
        return json(isReady ? 200 : 503, {
          status: isReady ? 'ready' : 'not ready',
          notes,
        });
      }
      case '/metrics': {
        const { registry } = this.#state;
        return {
          status: 200,
          type: registry.contentType,
          body: await registry.metrics(),
        };
      }
      case '/v1/bindings':
        return json(200, this.#state.bindings());
      default:
        return json(404, {
          error: `${path} is not known. There are: /healthz, /readyz, /metrics, /v1/bindings.`,
        });
    }
  }
}
