import { Agent } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import fetch, { type RequestInit, type Response } from 'node-fetch';
import { errorOfAnswer, errorOfConnection, type Attempt } from './errors';

/** A request to the API server, apart from its address. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With query. */
  path: string;
  /** For the text of an error: "read redis default/cache". */
  doing: string;
  body?: string;
  /** Default `application/json`. */
  contentType?: string;
}

/**
 * One API server, one credential. Credentials are asked for each time (tokens
 * rotate); connections are kept.
 */
export class Connection {
  readonly #kubeConfig: KubeConfig;
  readonly #agents = new Map<string, Agent>();
  #requests = 0;

  constructor(kubeConfig: KubeConfig) {
    this.#kubeConfig = kubeConfig;
  }

  /** The API server's address. */
  get server(): string {
    return this.#kubeConfig.getCurrentCluster()?.server ?? 'unknown address';
  }

  /** How many requests were sent so far. */
  get requestCount(): number {
    return this.#requests;
  }

  /** What an error about a request is built from. */
  attempt(doing: string): Attempt {
    return { doing, where: this.server };
  }

  /** Sends a request and reads the whole answer. */
  async text(request: ApiRequest, signal: AbortSignal): Promise<string> {
    const response = await this.send(request, signal);
    try {
      return await response.text();
    } catch (error) {
      throw errorOfConnection(this.attempt(request.doing), error);
    }
  }

  /** Sends a request; resolves with the beginning of a successful answer. */
  async send(request: ApiRequest, signal: AbortSignal): Promise<Response> {
    const attempt = this.attempt(request.doing);
    let response: Response;
    try {
      const { headers, agent } = await this.#credentials();
      this.#requests += 1;
      response = await fetch(
        `${this.server.replace(/\/$/, '')}${request.path}`,
        {
          agent,
          method: request.method,
          // node-fetch 2 has its own, narrower type for a standard AbortSignal.
          signal: signal as RequestInit['signal'],
          body: request.body,
          headers: {
            ...headers,
            accept: 'application/json',
            ...(request.body
              ? { 'content-type': request.contentType ?? 'application/json' }
              : {}),
          },
        },
      );
    } catch (error) {
      throw errorOfConnection(attempt, error);
    }
    if (response.ok) return response;
    const body = await response.text().catch(() => '');
    throw errorOfAnswer(attempt, response.status, body);
  }

  async #credentials(): Promise<{
    headers: Record<string, string>;
    agent: RequestInit['agent'];
  }> {
    const init = (await this.#kubeConfig.applyToFetchOptions(
      {},
    )) as RequestInit;
    const raw =
      (init.headers as { raw?: () => Record<string, string[]> })?.raw?.() ?? {};
    const headers = Object.fromEntries(
      Object.entries(raw).map(([name, values]) => [name, values.join(', ')]),
    );
    const agent = init.agent;
    return {
      headers,
      agent: agent instanceof Agent ? this.#kept(agent) : agent,
    };
  }

  /** An agent of the same identity that was used before, with its connections. */
  #kept(agent: Agent): Agent {
    const { ca, cert, key, servername, rejectUnauthorized } = agent.options;
    const identity = JSON.stringify(
      [ca, cert, key, servername, rejectUnauthorized].map(String),
    );
    const known = this.#agents.get(identity);
    if (known) return known;
    const kept = new Agent({ ...agent.options, keepAlive: true });
    this.#agents.clear();
    this.#agents.set(identity, kept);
    return kept;
  }
}
