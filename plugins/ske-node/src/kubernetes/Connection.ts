import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https, { Agent } from 'node:https';
import type { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { createSecureContext } from 'node:tls';
import { ServiceUnavailableError } from '@backstage/errors';
import type { KubeConfig } from '@kubernetes/client-node';
import { asText, at } from '@syntasso/plugin-ske-common';
import type { Attempt } from '../utils/httpErrors';
import { allowPlainHttp, isClusterKubeConfig } from './ClusterKubeConfig';
import {
  errorOfAnswer,
  errorOfConnection,
  errorOfOtherServer,
} from './kubernetesErrors';
import { SharedConnections, type Answer } from './SharedConnections';

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
  /** A GET whose answer goes on: it may share a connection with others. */
  isWatch?: true;
}

/** Which connections a client has. @public */
export interface ConnectionOptions {
  /**
   * Whether watches share connections where the API server speaks HTTP/2; default: each has
   * a connection of its own.
   */
  sharesConnections?: boolean;
}

/** What a request needs besides what it asks for. */
interface Credentials {
  /** The address that they are for. */
  server: string;
  /** By their names in lower case. */
  headers: Record<string, string>;
  agent: http.Agent | undefined;
}

/** An agent of one identity. */
interface KeptAgent {
  identity: string;
  agent: Agent;
  shared: SharedConnections;
}

/**
 * One API server, one credential. Credentials are asked for each time (tokens
 * rotate); connections are kept.
 */
export class Connection {
  readonly #kubeConfig: KubeConfig;
  readonly #sharesConnections: boolean;
  #kept: KeptAgent | undefined;
  #requests = 0;

  constructor(kubeConfig: KubeConfig, options: ConnectionOptions = {}) {
    this.#kubeConfig = kubeConfig;
    this.#sharesConnections = options.sharesConnections ?? false;
    kubeConfig.clusters = (kubeConfig.clusters ?? []).map(allowPlainHttp);
  }

  /** The API server's address. */
  get server(): string {
    return this.#kubeConfig.getCurrentCluster()?.server ?? 'unknown address';
  }

  /** Whether the API server's certificate is not verified. */
  get skipsVerification(): boolean {
    const cluster = this.#kubeConfig.getCurrentCluster();
    return (
      cluster?.skipTLSVerify === true && !cluster.server.startsWith('http:')
    );
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
    const body = await this.send(request, signal);
    return this.#read(body, request, signal);
  }

  /** Sends a request and reads the answer as JSON. */
  async json(request: ApiRequest, signal: AbortSignal): Promise<unknown> {
    const text = await this.text(request, signal);
    try {
      return JSON.parse(text);
    } catch {
      throw errorOfOtherServer(this.attempt(request.doing));
    }
  }

  /**
   * Sends a request; resolves with the beginning of a successful answer.
   * Node's own client, because a connection that breaks in the middle of an
   * answer must be an error, which node-fetch 2 does not make it.
   */
  async send(request: ApiRequest, signal: AbortSignal): Promise<Readable> {
    const answer = await this.#sendAccepted(request, signal).catch(error => {
      throw this.#connectionError(request, signal, error);
    });
    const { statusCode: code, headers, body } = answer;
    if (code >= 200 && code < 300) return body;
    const text = await this.#read(body, request, signal).catch(() => '');
    throw errorOfAnswer(this.attempt(request.doing), code, text, headers);
  }

  /** Sends a request; once more if the credential has been replaced meanwhile. */
  async #sendAccepted(
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<Answer> {
    const credentials = await this.#credentials();
    const answer = await this.#sendOnce(request, signal, credentials);
    if (answer.statusCode !== 401) return answer;
    if (isClusterKubeConfig(this.#kubeConfig)) this.#kubeConfig.renew();
    const newCredentials = await this.#credentials().catch(error => {
      answer.body.resume();
      throw error;
    });
    if (identityOf(newCredentials) === identityOf(credentials)) return answer;
    answer.body.resume();
    return this.#sendOnce(request, signal, newCredentials);
  }

  async #sendOnce(
    request: ApiRequest,
    signal: AbortSignal,
    { server, headers, agent }: Credentials,
  ): Promise<Answer> {
    this.#requests += 1;
    const url = new URL(`${server.replace(/\/$/, '')}${request.path}`);
    const plain = url.protocol === 'http:';
    const accepting = { ...headers, accept: 'application/json' };
    if (request.isWatch && !plain && this.#sharesConnections) {
      const path = `${url.pathname}${url.search}`;
      const shared =
        agent === this.#kept?.agent ? this.#kept?.shared : undefined;
      const answer = await shared?.send(path, accepting, signal);
      if (answer) return answer;
    }
    return new Promise((resolve, reject) => {
      const sent = (plain ? http : https).request(
        url,
        {
          // A client certificate is of no use to a proxy without TLS.
          agent: plain && agent instanceof Agent ? undefined : agent,
          method: request.method,
          signal,
          headers: {
            ...accepting,
            ...(request.body
              ? {
                  'content-type': request.contentType ?? 'application/json',
                  'content-length': Buffer.byteLength(request.body),
                }
              : {}),
          },
        },
        response =>
          resolve({
            statusCode: response.statusCode ?? 0,
            headers: response.headers,
            body: response,
          }),
      );
      sent.on('error', reject);
      sent.end(request.body);
    });
  }

  async #read(
    body: Readable,
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<string> {
    try {
      return await textOf(body);
    } catch (error) {
      throw this.#connectionError(request, signal, error);
    }
  }

  #connectionError(request: ApiRequest, signal: AbortSignal, error: unknown) {
    const cause = signal.aborted ? signal.reason : error;
    if (cause instanceof ServiceUnavailableError) {
      return new ServiceUnavailableError(
        `Could not ${request.doing}: ${cause.message}`,
      );
    }
    return errorOfConnection(this.attempt(request.doing), cause);
  }

  async #credentials(): Promise<Credentials> {
    const kubeConfig = isClusterKubeConfig(this.#kubeConfig)
      ? await this.#kubeConfig.now()
      : this.#kubeConfig;
    const server = kubeConfig.getCurrentCluster()?.server ?? '';
    // The library's type is that of node-fetch, whose headers can tell all.
    const init = (await kubeConfig.applyToFetchOptions({})) as {
      headers?: { raw?: () => Record<string, string[]> };
      agent?: http.Agent;
    };
    const headers: Record<string, string> = Object.fromEntries(
      Object.entries(init.headers?.raw?.() ?? {}).map(([name, values]) => [
        name.toLowerCase(),
        values.join(', '),
      ]),
    );
    const rotating = await tokenOnDisk(kubeConfig);
    if (rotating) headers.authorization = `Bearer ${rotating}`;
    const { agent } = init;
    return {
      server,
      headers,
      agent: agent instanceof Agent ? this.#reuseAgent(agent, server) : agent,
    };
  }

  /**
   * An agent of the same identity that was used before, with its connections. Those of
   * an earlier identity are not used again.
   */
  #reuseAgent(agent: Agent, server: string): Agent {
    const { ca, cert, key, servername, rejectUnauthorized } = agent.options;
    const identity = JSON.stringify(
      [server, ca, cert, key, servername, rejectUnauthorized].map(String),
    );
    if (this.#kept?.identity === identity) return this.#kept.agent;
    const newAgent = new Agent({
      ...agent.options,
      // Making one takes longer than the rest of a connection.
      secureContext: createSecureContext(agent.options),
      keepAlive: true,
    });
    if (this.#kept) closeIdle(this.#kept);
    const shared = new SharedConnections(server, newAgent.options);
    this.#kept = { identity, agent: newAgent, shared };
    return newAgent;
  }
}

/** Who asks: a program may give a new certificate, and no token. */
const identityOf = ({ headers, agent }: Credentials): string =>
  JSON.stringify([
    headers.authorization,
    agent instanceof Agent ? String(agent.options.cert) : undefined,
  ]);

/** Closes connections: at once those that nobody uses, the others after their answer. */
function closeIdle({ agent, shared }: KeptAgent) {
  shared.close();
  agent.maxFreeSockets = 0;
  Object.values(agent.freeSockets)
    .flat()
    .forEach(socket => socket?.destroy());
}

/**
 * The token of a pod's service account. The library reads it once a minute; a
 * request in between would be refused when the one before has been revoked.
 */
async function tokenOnDisk(
  kubeConfig: KubeConfig,
): Promise<string | undefined> {
  const file = asText(
    at(kubeConfig.getCurrentUser(), 'authProvider', 'config', 'tokenFile'),
  );
  return file === undefined ? undefined : (await readFile(file, 'utf8')).trim();
}
