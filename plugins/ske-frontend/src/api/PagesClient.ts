import {
  accessSchema,
  dryRunResultSchema,
  logSchema,
  manifestSchema,
  namespaceSchema,
  offeringVersionsSchema,
  operableSchema,
  optionsSchema,
  platformHealthSchema,
  previewStateSchema,
  requestsSchema,
  resourcesPageSchema,
  resourcesQueryText,
  subjectKey,
  waitingRequestsSchema,
  type AccessAnswer,
  type ObjectRef,
  type ObjectSubject,
  type OptionsAnswer,
  type PreviewState,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import type { Backend } from './Backend';
import { jsonBody, readLines, readText } from './http';
import { logQueryOf, pathOfPromise, queryFor, queryOf } from './queries';
import { RecentAnswers } from './RecentAnswers';
import type { LogSource } from './SkeApi';

/** What the pages of Promises, Resources and the platform ask and do. */
export class PagesClient {
  readonly #backend: Backend;
  readonly #access = new RecentAnswers<AccessAnswer>();
  readonly #options = new RecentAnswers<OptionsAnswer>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

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
    const response = await this.#backend.send('/v1/preview', {
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
    const response = await this.#backend.send(`/v1/log?${query}`, { signal });
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

  async #operate(operation: string, ref: ObjectRef): Promise<void> {
    await this.#json('POST', `/v1/${operation}`, ref);
  }

  async #requests(path: string) {
    return requestsSchema.parse(await this.#json('GET', path)).items;
  }

  #json(method: string, path: string, body?: unknown): Promise<unknown> {
    return this.#backend.json(method, path, body);
  }
}
