import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  accessSchema,
  CLUSTER_TOKEN_HEADER,
  dryRunResultSchema,
  logSchema,
  manifestSchema,
  optionsSchema,
  platformHealthSchema,
  platformInfoSchema,
  requestsSchema,
  streamMessageSchema,
  subjectKey,
  type AccessAnswer,
  type ObjectRef,
  type OptionsAnswer,
  type PlatformInfo,
  type PromiseView,
  type ResourceView,
  type StreamSubject,
} from '@syntasso/plugin-ske-common';
import { LiveConnection } from '../live/LiveConnection';
import { LiveStore } from '../live/LiveStore';
import { clusterTokenFor, type ClusterAuthApi } from './clusterAuth';
import type { LogSource, SkeApi } from './SkeApi';

/** Several parts of a page ask for the same, which seldom changes. */
const KEPT_MS = 30_000;

/** Answers that are given again for a while. */
type AnswerCache<T> = Map<string, { at: number; answer: Promise<T> }>;

/** {@link SkeApi} over HTTP. */
export class SkeClient implements SkeApi {
  readonly #discovery: DiscoveryApi;
  readonly #fetch: FetchApi;
  readonly #promises = new Map<string, LiveStore<PromiseView>>();
  readonly #resources = new Map<string, LiveStore<ResourceView>>();
  readonly #connection: LiveConnection;
  readonly #access: AnswerCache<AccessAnswer> = new Map();
  readonly #options: AnswerCache<OptionsAnswer> = new Map();
  #clusterAuth: ClusterAuthApi | undefined;
  #platform: Promise<PlatformInfo> | undefined;

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

  async requests(ref: ObjectRef) {
    const body = await this.#json('GET', `/v1/requests?${queryOf(ref)}`);
    return requestsSchema.parse(body).items;
  }

  async retry(ref: ObjectRef) {
    await this.#json('POST', '/v1/retry', ref);
  }

  async pause(ref: ObjectRef) {
    await this.#json('POST', '/v1/pause', ref);
  }

  async resume(ref: ObjectRef) {
    await this.#json('POST', '/v1/resume', ref);
  }

  async upgrade(ref: ObjectRef, version: string) {
    await this.#json('POST', '/v1/upgrade', { ...ref, version });
  }

  async log(source: LogSource) {
    const path = `/v1/log?${logQueryOf(source)}`;
    return logSchema.parse(await this.#json('GET', path)).text;
  }

  async followLog(
    source: LogSource,
    onText: (text: string) => void,
    signal: AbortSignal,
  ) {
    const query = logQueryOf(source);
    query.set('follow', 'true');
    const response = await this.#send(`/v1/log?${query}`, { signal });
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onText(decoder.decode(value, { stream: true }));
    }
  }

  access(subject: StreamSubject) {
    const key = subjectKey(subject);
    return askOrReuse(this.#access, key, async () =>
      accessSchema.parse(
        await this.#json('GET', `/v1/access?${queryFor([key])}`),
      ),
    );
  }

  options(promise: string, field: string) {
    const query = new URLSearchParams({ promise, field });
    return askOrReuse(this.#options, String(query), async () =>
      optionsSchema.parse(await this.#json('GET', `/v1/options?${query}`)),
    );
  }

  async health() {
    return platformHealthSchema.parse(await this.#json('GET', '/health'));
  }

  useClusterAuth(auth: ClusterAuthApi | undefined) {
    this.#clusterAuth = auth;
  }

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

function queryOf(ref: ObjectRef): URLSearchParams {
  return new URLSearchParams({
    apiVersion: ref.apiVersion,
    kind: ref.kind,
    name: ref.name,
    ...(ref.namespace ? { namespace: ref.namespace } : {}),
  });
}

function logQueryOf(source: LogSource): URLSearchParams {
  const query = queryOf(source.ref);
  query.set('pod', source.pod);
  query.set('podNamespace', source.podNamespace);
  query.set('container', source.container);
  return query;
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

function askOrReuse<T>(
  answers: AnswerCache<T>,
  key: string,
  ask: () => Promise<T>,
): Promise<T> {
  const known = answers.get(key);
  if (known && Date.now() - known.at < KEPT_MS) return known.answer;
  const answer = ask();
  answers.set(key, { at: Date.now(), answer });
  // A failure is asked about again.
  answer.catch(() => answers.delete(key));
  return answer;
}
