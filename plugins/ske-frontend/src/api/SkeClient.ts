import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  dryRunResultSchema,
  logSchema,
  manifestSchema,
  streamMessageSchema,
  subjectKey,
  type ObjectRef,
  type PromiseView,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { LiveConnection } from '../live/LiveConnection';
import { LiveStore } from '../live/LiveStore';
import type { LogSource, SkeApi } from './SkeApi';

/** {@link SkeApi} over HTTP. */
export class SkeClient implements SkeApi {
  readonly #discovery: DiscoveryApi;
  readonly #fetch: FetchApi;
  readonly #promises = new Map<string, LiveStore<PromiseView>>();
  readonly #resources = new Map<string, LiveStore<ResourceView>>();
  readonly #connection: LiveConnection;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discovery = options.discoveryApi;
    this.#fetch = options.fetchApi;
    this.#connection = new LiveConnection({
      open: async (subjects, lastEventId, signal) => {
        const response = await this.#send(`/v1/stream?${queryFor(subjects)}`, {
          headers: {
            accept: 'text/event-stream',
            ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
          },
          signal,
        });
        return response.body!;
      },
      poll: async (subjects, signal) => {
        const query = queryFor(subjects);
        query.set('once', 'true');
        const response = await this.#send(`/v1/stream?${query}`, { signal });
        return streamMessageSchema.array().parse(await response.json());
      },
      reconnect: async () => {
        await this.#json('POST', '/v1/reconnect', {});
      },
    });
  }

  promise(name: string): LiveStore<PromiseView> {
    const key = subjectKey({ kind: 'promise', name });
    return shared(
      this.#promises,
      key,
      () =>
        new LiveStore({ kind: 'promise', key, connection: this.#connection }),
    );
  }

  resource(ref: ObjectRef): LiveStore<ResourceView> {
    const key = subjectKey({ kind: 'resource', ref });
    return shared(
      this.#resources,
      key,
      () =>
        new LiveStore({ kind: 'resource', key, connection: this.#connection }),
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

  async #json(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.#send(path, {
      method,
      ...(body === undefined
        ? {}
        : {
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          }),
    });
    return response.json();
  }

  /** @throws ResponseError when the answer is not a success. */
  async #send(path: string, init: RequestInit): Promise<Response> {
    const base = await this.#discovery.getBaseUrl('ske');
    const response = await this.#fetch.fetch(`${base}${path}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
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

const queryFor = (subjects: string[]) =>
  new URLSearchParams(subjects.map(subject => ['subject', subject]));

function shared<T>(all: Map<string, T>, key: string, make: () => T): T {
  const known = all.get(key);
  if (known) return known;
  const made = make();
  all.set(key, made);
  return made;
}
