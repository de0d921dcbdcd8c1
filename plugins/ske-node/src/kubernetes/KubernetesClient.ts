import type { Readable } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';
import {
  asText,
  at,
  manifestSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { TIMING, type ClientTiming } from './clientTiming';
import {
  Connection,
  type ApiRequest,
  type ConnectionOptions,
} from './Connection';
import { ListQueue } from './ListQueue';
import {
  describeObject,
  logRequest,
  selectorParams,
  type ListOptions,
  type LogOptions,
  type ObjectKey,
} from './query';
import { pathOf, type ResourceType } from './resourceType';
import { watchEvents, type WatchEvent } from './watchEvents';
import { Watchdog } from './Watchdog';

/** One page of a list. @public */
export interface ObjectList {
  items: Manifest[];
  resourceVersion: string;
}

/**
 * Speaks to one Kubernetes API server with one credential. Every failure is a
 * Backstage error that says what was tried, where, and what to do.
 *
 * @public
 */
export class KubernetesClient {
  readonly #connection: Connection;

  /** How long it waits. */
  readonly timing: ClientTiming;

  /** The queue of all lists with this client. */
  readonly lists = new ListQueue();

  /** @param options.sharesConnections - whether watches share connections by HTTP/2 */
  constructor(
    kubeConfig: KubeConfig,
    timing: Partial<ClientTiming> = {},
    options: ConnectionOptions = {},
  ) {
    this.#connection = new Connection(kubeConfig, options);
    this.timing = { ...TIMING, ...timing };
  }

  /** Whether the API server's certificate is not verified. */
  get skipsVerification(): boolean {
    return this.#connection.skipsVerification;
  }

  /** The API server's address. */
  get server(): string {
    return this.#connection.server;
  }

  /** How many requests were sent so far; for self-checks and measurements. */
  get requestCount(): number {
    return this.#connection.requestCount;
  }

  /** @throws NotFoundError, NotAllowedError, AuthenticationError, ServiceUnavailableError */
  async get(type: ResourceType, key: ObjectKey): Promise<Manifest> {
    return this.#object({
      method: 'GET',
      path: pathOf(type, key),
      doing: `read ${describeObject(type, key)}`,
    });
  }

  /**
   * Lists all pages. Items carry `apiVersion` and `kind` even where the server leaves them
   * out.
   *
   * @param onPage - called with each page that has come
   */
  async list(
    type: ResourceType,
    options: ListOptions = {},
    onPage: () => void = () => {},
  ): Promise<ObjectList> {
    const items: Manifest[] = [];
    let token: string | undefined;
    let resourceVersion = '';
    do {
      const query = selectorParams(options);
      query.set('limit', '500');
      if (token) query.set('continue', token);
      const page = await this.#json({
        method: 'GET',
        path: `${pathOf(type, options)}?${query}`,
        doing: `list ${type.plural}`,
      });
      onPage();
      const kind = (asText(at(page, 'kind')) ?? '').replace(/List$/, '');
      const apiVersion = asText(at(page, 'apiVersion')) ?? type.version;
      const found = at(page, 'items');
      for (const item of Array.isArray(found) ? found : []) {
        items.push({ apiVersion, kind, ...(item as object) } as Manifest);
      }
      resourceVersion =
        asText(at(page, 'metadata', 'resourceVersion')) ?? resourceVersion;
      token = asText(at(page, 'metadata', 'continue'));
    } while (token);
    return { items, resourceVersion };
  }

  /**
   * Watches from a resourceVersion until the server ends it or the signal
   * aborts. Without one it delivers first all that is there, then a bookmark that
   * says so (streaming list, KEP-3157). Resolves once the server has accepted the
   * watch.
   *
   * @throws ExpiredError when the resourceVersion is too old, at once or later.
   * @throws InvalidInputError where the server has no streaming lists.
   */
  async watch(
    type: ResourceType,
    options: ListOptions & { resourceVersion?: string; signal: AbortSignal },
  ): Promise<AsyncIterable<WatchEvent>> {
    const query = selectorParams(options);
    query.set('watch', '1');
    query.set('timeoutSeconds', String(this.timing.watchEnd / 1_000));
    query.set('allowWatchBookmarks', 'true');
    if (options.resourceVersion === undefined) {
      query.set('sendInitialEvents', 'true');
      query.set('resourceVersionMatch', 'NotOlderThan');
    } else {
      query.set('resourceVersion', options.resourceVersion);
    }
    const doing = `watch ${type.plural}`;
    const watchdog = new Watchdog(this.timing.request);
    try {
      const response = await this.#connection.send(
        {
          method: 'GET',
          path: `${pathOf(type, options)}?${query}`,
          doing,
          isWatch: true,
        },
        AbortSignal.any([options.signal, watchdog.signal]),
      );
      watchdog.restart(this.timing.watchSilence);
      const attempt = this.#connection.attempt(doing);
      return watchEvents(response, attempt, watchdog);
    } catch (error) {
      watchdog.stop();
      throw error;
    }
  }

  /** @throws ConflictError when the name is taken, InvalidInputError when refused. */
  async create(
    type: ResourceType,
    object: Manifest,
    options: { dryRun?: boolean } = {},
  ): Promise<Manifest> {
    const { namespace, name } = object.metadata;
    const query = new URLSearchParams({
      fieldValidation: 'Strict',
      ...(options.dryRun ? { dryRun: 'All' } : {}),
    });
    return this.#object({
      method: 'POST',
      path: `${pathOf(type, { namespace })}?${query}`,
      doing: `create ${describeObject(type, { namespace, name })}`,
      body: JSON.stringify(object),
    });
  }

  /**
   * Server-side apply: the same call twice has the effect of one.
   *
   * @throws ConflictError when another manager owns a field and `force` is off.
   */
  async apply(
    type: ResourceType,
    object: Manifest,
    options: { fieldManager: string; force?: boolean; dryRun?: boolean },
  ): Promise<Manifest> {
    const { namespace, name } = object.metadata;
    const query = new URLSearchParams({
      fieldManager: options.fieldManager,
      force: String(options.force ?? false),
      fieldValidation: 'Strict',
      ...(options.dryRun ? { dryRun: 'All' } : {}),
    });
    return this.#object({
      method: 'PATCH',
      path: `${pathOf(type, { namespace, name })}?${query}`,
      doing: `apply ${describeObject(type, { namespace, name })}`,
      body: JSON.stringify(object),
      contentType: 'application/apply-patch+yaml',
    });
  }

  /** Replaces the object, or its status; a stale resourceVersion is a ConflictError. */
  async replace(
    type: ResourceType,
    object: Manifest,
    subresource?: 'status',
  ): Promise<Manifest> {
    const { namespace, name } = object.metadata;
    return this.#object({
      method: 'PUT',
      path: pathOf(type, { namespace, name, subresource }),
      doing: `update ${describeObject(type, { namespace, name })}`,
      body: JSON.stringify(object),
    });
  }

  /** JSON merge patch of the object, or of its status. */
  async patch(
    type: ResourceType,
    key: ObjectKey,
    patch: object,
    subresource?: 'status',
  ): Promise<Manifest> {
    return this.#object({
      method: 'PATCH',
      path: pathOf(type, { ...key, subresource }),
      doing: `change ${describeObject(type, key)}`,
      body: JSON.stringify(patch),
      contentType: 'application/merge-patch+json',
    });
  }

  /** Deletes; the answer is the object when finalizers keep it for a while. */
  async delete(type: ResourceType, key: ObjectKey): Promise<unknown> {
    return this.#json({
      method: 'DELETE',
      path: pathOf(type, key),
      doing: `delete ${describeObject(type, key)}`,
      body: JSON.stringify({ propagationPolicy: 'Background' }),
    });
  }

  /** The log of a container so far, at most `tailLines` lines and 1 MB. */
  async log(key: Required<ObjectKey>, options: LogOptions): Promise<string> {
    return this.#connection.text(logRequest(key, options), this.#patience());
  }

  /**
   * The log of a container as it is written, until the container ends, 5 MB are
   * read or the signal aborts.
   */
  async followLog(
    key: Required<ObjectKey>,
    options: LogOptions & { signal: AbortSignal },
  ): Promise<Readable> {
    const { signal, ...rest } = options;
    return this.#connection.send(
      logRequest(key, { ...rest, follow: true }),
      signal,
    );
  }

  /**
   * Any path that answers with JSON, such as discovery documents.
   *
   * @param withinMs - how long an answer is waited for; default: as for all requests
   */
  async raw(path: string, doing: string, withinMs?: number): Promise<unknown> {
    const patience = AbortSignal.timeout(withinMs ?? this.timing.request);
    return this.#connection.json({ method: 'GET', path, doing }, patience);
  }

  /** Posts to any path that answers with JSON, such as reviews. */
  async post(path: string, doing: string, body: object): Promise<unknown> {
    return this.#json({
      method: 'POST',
      path,
      doing,
      body: JSON.stringify(body),
    });
  }

  async #object(request: ApiRequest): Promise<Manifest> {
    return manifestSchema.parse(await this.#json(request));
  }

  #patience(): AbortSignal {
    return AbortSignal.timeout(this.timing.request);
  }

  #json(request: ApiRequest): Promise<unknown> {
    return this.#connection.json(request, this.#patience());
  }
}
