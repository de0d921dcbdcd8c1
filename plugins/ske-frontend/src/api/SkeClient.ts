import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  accessSchema,
  CLUSTER_TOKEN_HEADER,
  dryRunResultSchema,
  logSchema,
  manifestSchema,
  namespaceSchema,
  offeringsSchema,
  offeringVersionsSchema,
  operableSchema,
  optionsSchema,
  platformHealthSchema,
  platformInfoSchema,
  previewStateSchema,
  requestsSchema,
  resourcesPageSchema,
  resourcesQueryText,
  subjectKey,
  waitingRequestsSchema,
  type AccessAnswer,
  type ObjectRef,
  type OptionsAnswer,
  type PlatformInfo,
  type ObjectSubject,
  type OfferingSummary,
  type PreviewState,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { LiveConnection } from '../live/LiveConnection';
import { clusterTokenFor, type ClusterAuthApi } from './clusterAuth';
import { jsonBody, readLines, readText } from './http';
import { LiveStores } from './LiveStores';
import { logQueryOf, pathOfPromise, queryFor, queryOf } from './queries';
import { RecentAnswers } from './RecentAnswers';
import type { LogSource, SkeApi } from './SkeApi';
import { streamTransport } from './streamTransport';

/** {@link SkeApi} over HTTP. */
export class SkeClient implements SkeApi {
  readonly #discovery: DiscoveryApi;
  readonly #fetch: FetchApi;
  /** What tells about live subjects. */
  readonly connection: LiveConnection;
  readonly #live: LiveStores;
  readonly #access = new RecentAnswers<AccessAnswer>();
  readonly #options = new RecentAnswers<OptionsAnswer>();
  readonly #offerings = new RecentAnswers<OfferingSummary[]>();
  #clusterAuth: ClusterAuthApi | undefined;
  #platform: Promise<PlatformInfo> | undefined;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discovery = options.discoveryApi;
    this.#fetch = options.fetchApi;
    this.connection = new LiveConnection(
      streamTransport((path, init) => this.#send(path, init)),
    );
    this.#live = new LiveStores(this.connection);
  }

  offerings() {
    return this.#offerings.get('all', async () => {
      const body = await this.#json('GET', '/v1/promises');
      return offeringsSchema.parse(body).items;
    });
  }

  promise = (name: string) => this.#live.promise(name);
  resources = (promise: string, query: ResourcesQuery) =>
    this.#live.list({ kind: 'resources', promise, query });
  allResources = (query: ResourcesQuery) =>
    this.#live.list({ kind: 'allResources', query });
  resource = (ref: ObjectRef) => this.#live.resource(ref);
  platformOverview = () => this.#live.platform();

  async findResources(promise: string, query: ResourcesQuery) {
    const path = `${pathOfPromise(promise)}/resources?${resourcesQueryText(
      query,
    )}`;
    return resourcesPageSchema.parse(await this.#json('GET', path));
  }

  async versions(promise: string) {
    const body = await this.#json('GET', `${pathOfPromise(promise)}/versions`);
    return offeringVersionsSchema.parse(body).versions;
  }

  async manifest(ref: ObjectRef) {
    const body = await this.#json('GET', `/resource?${queryOf(ref)}`);
    return manifestSchema.parse((body as { manifest: unknown }).manifest);
  }

  async dryRun(manifest: string, mode: 'create' | 'update') {
    const body = await this.#json('POST', '/v1/dry-run', { manifest, mode });
    return dryRunResultSchema.parse(body);
  }

  async preview(
    manifest: string,
    mode: 'create' | 'update',
    onState: (state: PreviewState) => void,
    signal: AbortSignal,
  ) {
    const response = await this.#send('/v1/preview', {
      method: 'POST',
      ...jsonBody({ manifest, mode }),
      signal,
    });
    await readLines(response, line =>
      onState(previewStateSchema.parse(JSON.parse(line))),
    );
  }

  async delete(ref: ObjectRef) {
    await this.#json('POST', '/delete-resource', ref);
  }

  requests = (ref: ObjectRef) => this.#requests(`/v1/requests?${queryOf(ref)}`);
  myRequests = () => this.#requests('/v1/my-requests');

  async waitingRequests(after?: string) {
    const query =
      after === undefined ? '' : `?${new URLSearchParams({ after })}`;
    const body = await this.#json('GET', `/v1/waiting-requests${query}`);
    return waitingRequestsSchema.parse(body);
  }

  async operable(refs: ObjectRef[]) {
    const body = await this.#json('POST', '/v1/operable', { refs });
    return operableSchema.parse(body).items;
  }

  retry = (ref: ObjectRef) => this.#operate('retry', ref);
  pause = (ref: ObjectRef) => this.#operate('pause', ref);
  resume = (ref: ObjectRef) => this.#operate('resume', ref);
  release = (ref: ObjectRef) => this.#operate('release', ref);

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
    await readText(response, onText);
  }

  access(subject: ObjectSubject) {
    const key = subjectKey(subject);
    return this.#access.get(key, async () =>
      accessSchema.parse(
        await this.#json('GET', `/v1/access?${queryFor([key])}`),
      ),
    );
  }

  options(promise: string, field: string) {
    const query = new URLSearchParams({ promise, field });
    return this.#options.get(String(query), async () =>
      optionsSchema.parse(await this.#json('GET', `/v1/options?${query}`)),
    );
  }

  async findNamespace(promise: string, namespace: string) {
    const query = new URLSearchParams({ promise, namespace });
    const body = await this.#json('GET', `/v1/namespace?${query}`);
    return namespaceSchema.parse(body);
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

  async #operate(operation: string, ref: ObjectRef): Promise<void> {
    await this.#json('POST', `/v1/${operation}`, ref);
  }

  async #requests(path: string) {
    return requestsSchema.parse(await this.#json('GET', path)).items;
  }

  async #json(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.#send(path, { method, ...jsonBody(body) });
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
