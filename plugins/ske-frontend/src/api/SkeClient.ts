import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  dryRunResultSchema,
  logSchema,
  manifestSchema,
  type ObjectRef,
  type PromiseView,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { LiveStore } from '../live/LiveStore';
import type { LogSource, SkeApi } from './SkeApi';

/** {@link SkeApi} over HTTP. */
export class SkeClient implements SkeApi {
  readonly #discovery: DiscoveryApi;
  readonly #fetch: FetchApi;
  readonly #promises = new Map<string, LiveStore<PromiseView>>();
  readonly #resources = new Map<string, LiveStore<ResourceView>>();

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discovery = options.discoveryApi;
    this.#fetch = options.fetchApi;
  }

  promise(name: string): LiveStore<PromiseView> {
    return shared(this.#promises, name, () => {
      const path = `/v1/promises/${encodeURIComponent(name)}/stream`;
      return this.#live<PromiseView>(path, 'promise');
    });
  }

  resource(ref: ObjectRef): LiveStore<ResourceView> {
    const query = queryOf(ref).toString();
    return shared(this.#resources, query, () =>
      this.#live<ResourceView>(`/v1/resource/stream?${query}`, 'resource'),
    );
  }

  async manifest(ref: ObjectRef) {
    const body = await this.#json('GET', `/resource?${queryOf(ref)}`);
    return manifestSchema.parse((body as { manifest: unknown }).manifest);
  }

  async dryRun(manifest: string, mode: 'create' | 'update') {
    return dryRunResultSchema.parse(
      await this.#json('POST', '/v1/dry-run', { manifest, mode }),
    );
  }

  async delete(ref: ObjectRef) {
    await this.#json('POST', '/delete-resource', ref);
  }

  async retry(ref: ObjectRef) {
    await this.#json('POST', '/v1/retry', ref);
  }

  async log(source: LogSource) {
    const query = queryOf(source.ref);
    query.set('pod', source.pod);
    query.set('podNamespace', source.podNamespace);
    query.set('container', source.container);
    return logSchema.parse(await this.#json('GET', `/v1/log?${query}`)).text;
  }

  #live<View>(path: string, kind: 'promise' | 'resource'): LiveStore<View> {
    return new LiveStore<View>({
      kind,
      open: async signal => {
        const response = await this.#request(path, {
          headers: { accept: 'text/event-stream' },
          signal,
        });
        if (!response.ok) throw await ResponseError.fromResponse(response);
        return response.body!;
      },
      reconnect: async () => {
        await this.#json('POST', '/v1/reconnect', {});
      },
    });
  }

  async #json(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.#request(path, {
      method,
      ...(body === undefined
        ? {}
        : {
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          }),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    const base = await this.#discovery.getBaseUrl('ske');
    return this.#fetch.fetch(`${base}${path}`, init);
  }
}

function queryOf(ref: ObjectRef): URLSearchParams {
  return new URLSearchParams({
    apiVersion: ref.apiVersion,
    kind: ref.kind,
    name: ref.name,
    ...(ref.namespace ? { namespace: ref.namespace } : {}),
  });
}

function shared<T>(all: Map<string, T>, key: string, make: () => T): T {
  const known = all.get(key);
  if (known) return known;
  const made = make();
  all.set(key, made);
  return made;
}
