import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  CLUSTER_TOKEN_HEADER,
  platformInfoSchema,
  type PlatformInfo,
} from '@syntasso/plugin-ske-common';
import { clusterTokenFor, type ClusterAuthApi } from './clusterAuth';
import { jsonBody } from './http';

/** The backend over HTTP, told the person's own token where the cluster wants it. */
export class Backend {
  readonly #discovery: DiscoveryApi;
  readonly #fetch: FetchApi;
  #clusterAuth: ClusterAuthApi | undefined;
  #platform: Promise<PlatformInfo> | undefined;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discovery = options.discoveryApi;
    this.#fetch = options.fetchApi;
  }

  /** See `SkeApi`. */
  useClusterAuth(auth: ClusterAuthApi | undefined) {
    this.#clusterAuth = auth;
  }

  /** See `SkeApi`. */
  async clusterToken(): Promise<string | undefined> {
    const auth = this.#clusterAuth;
    if (!auth) return undefined;
    this.#platform ??= this.#fetchFrom('/v1/platform', {})
      .then(response => response.json())
      .then(body => platformInfoSchema.parse(body));
    try {
      return await clusterTokenFor(await this.#platform, auth);
    } catch (error) {
      this.#platform = undefined;
      throw error;
    }
  }

  /** What it answers, as JSON. */
  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.send(path, { method, ...jsonBody(body) });
    return response.json();
  }

  /** @throws ResponseError when the answer is not a success. */
  async send(path: string, init: RequestInit): Promise<Response> {
    const token = await this.clusterToken();
    return this.#fetchFrom(path, {
      ...init,
      headers: {
        ...init.headers,
        ...(token ? { [CLUSTER_TOKEN_HEADER]: `Bearer ${token}` } : {}),
      },
    });
  }

  async #fetchFrom(path: string, init: RequestInit): Promise<Response> {
    const base = await this.#discovery.getBaseUrl('ske');
    const response = await this.#fetch.fetch(`${base}${path}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}
