import { Agent } from 'node:https';
import { createInterface } from 'node:readline';
import { KubeConfig } from '@kubernetes/client-node';
import { isError } from '@backstage/errors';
import {
  asNumber,
  asText,
  at,
  manifestSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import fetch, { type RequestInit, type Response } from 'node-fetch';
import { errorOfAnswer, errorOfConnection, type Attempt } from './errors';
import { pathOf, type ResourceType } from './resourceType';

const REQUEST_PATIENCE_MS = 30_000;

/** Which object; `namespace` absent for cluster-scoped kinds. @public */
export interface ObjectKey {
  namespace?: string;
  name: string;
}

/** Narrows a list or a watch. @public */
export interface ListOptions {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

/** One page of a list. @public */
export interface ObjectList {
  items: Manifest[];
  resourceVersion: string;
}

/** What a watch delivers. @public */
export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: Manifest }
  | { type: 'BOOKMARK'; resourceVersion: string };

/**
 * Speaks to one Kubernetes API server with one credential. Every failure is a
 * Backstage error that says what was tried, where, and what to do.
 *
 * @public
 */
export class KubernetesClient {
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

  /** How many requests were sent so far; for self-checks and measurements. */
  get requestCount(): number {
    return this.#requests;
  }

  /** @throws NotFoundError, NotAllowedError, AuthenticationError, ServiceUnavailableError */
  async get(type: ResourceType, key: ObjectKey): Promise<Manifest> {
    return this.#object('GET', pathOf(type, key), `read ${label(type, key)}`);
  }

  /** Lists all pages. Items carry `apiVersion` and `kind` even where the server leaves them out. */
  async list(
    type: ResourceType,
    options: ListOptions = {},
  ): Promise<ObjectList> {
    const items: Manifest[] = [];
    let token: string | undefined;
    let resourceVersion = '';
    do {
      const query = selectors(options);
      query.set('limit', '500');
      if (token) query.set('continue', token);
      const page: unknown = JSON.parse(
        await this.#text('GET', `${pathOf(type, options)}?${query}`, {
          doing: `list ${type.plural}`,
        }),
      );
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
   * aborts. Resolves once the server has accepted the watch.
   *
   * @throws ExpiredError when the resourceVersion is too old, at once or later.
   */
  async watch(
    type: ResourceType,
    options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  ): Promise<AsyncIterable<WatchEvent>> {
    const query = selectors(options);
    query.set('watch', '1');
    query.set('allowWatchBookmarks', 'true');
    query.set('resourceVersion', options.resourceVersion);
    const attempt = this.#attempt(`watch ${type.plural}`);
    const response = await this.#send(
      'GET',
      `${pathOf(type, options)}?${query}`,
      { signal: options.signal },
      attempt,
    );
    return watchEvents(response, attempt);
  }

  /** @throws ConflictError when the name is taken, InvalidManifestError when refused. */
  async create(
    type: ResourceType,
    object: Manifest,
    options: { dryRun?: boolean } = {},
  ): Promise<Manifest> {
    const { namespace, name } = object.metadata;
    return this.#object(
      'POST',
      `${pathOf(type, { namespace })}${dryRun(options, true)}`,
      `create ${label(type, { namespace, name })}`,
      { body: JSON.stringify(object) },
    );
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
    return this.#object(
      'PATCH',
      `${pathOf(type, { namespace, name })}?${query}`,
      `apply ${label(type, { namespace, name })}`,
      {
        body: JSON.stringify(object),
        contentType: 'application/apply-patch+yaml',
      },
    );
  }

  /** Replaces the object, or its status; a stale resourceVersion is a ConflictError. */
  async replace(
    type: ResourceType,
    object: Manifest,
    subresource?: 'status',
  ): Promise<Manifest> {
    const { namespace, name } = object.metadata;
    return this.#object(
      'PUT',
      pathOf(type, { namespace, name, subresource }),
      `update ${label(type, { namespace, name })}`,
      { body: JSON.stringify(object) },
    );
  }

  /** JSON merge patch of the object, or of its status. */
  async patch(
    type: ResourceType,
    key: ObjectKey,
    patch: object,
    subresource?: 'status',
  ): Promise<Manifest> {
    return this.#object(
      'PATCH',
      pathOf(type, { ...key, subresource }),
      `change ${label(type, key)}`,
      {
        body: JSON.stringify(patch),
        contentType: 'application/merge-patch+json',
      },
    );
  }

  /** Deletes; the answer is the object when finalizers keep it for a while. */
  async delete(type: ResourceType, key: ObjectKey): Promise<unknown> {
    return JSON.parse(
      await this.#text('DELETE', pathOf(type, key), {
        doing: `delete ${label(type, key)}`,
        body: JSON.stringify({ propagationPolicy: 'Background' }),
      }),
    );
  }

  /** The log of a container so far, at most `tailLines` lines and 1 MB. */
  async log(
    key: Required<ObjectKey>,
    options: { container: string; tailLines: number },
  ): Promise<string> {
    const query = new URLSearchParams({
      container: options.container,
      tailLines: String(options.tailLines),
      limitBytes: '1000000',
    });
    const path = pathOf(
      { group: '', version: 'v1', plural: 'pods' },
      { ...key, subresource: 'log' },
    );
    return this.#text('GET', `${path}?${query}`, {
      doing: `read the log of ${key.namespace}/${key.name}`,
    });
  }

  /** Any path that answers with JSON, such as discovery documents. */
  async raw(path: string, doing: string): Promise<unknown> {
    return JSON.parse(await this.#text('GET', path, { doing }));
  }

  async #object(
    method: string,
    path: string,
    doing: string,
    body: { body?: string; contentType?: string } = {},
  ): Promise<Manifest> {
    return manifestSchema.parse(
      JSON.parse(await this.#text(method, path, { doing, ...body })),
    );
  }

  async #text(
    method: string,
    path: string,
    options: { doing: string; body?: string; contentType?: string },
  ): Promise<string> {
    const attempt = this.#attempt(options.doing);
    const signal = AbortSignal.timeout(REQUEST_PATIENCE_MS);
    const response = await this.#send(
      method,
      path,
      { signal, body: options.body, contentType: options.contentType },
      attempt,
    );
    try {
      return await response.text();
    } catch (error) {
      throw errorOfConnection(attempt, error);
    }
  }

  #attempt(doing: string): Attempt {
    return { doing, where: this.server };
  }

  async #send(
    method: string,
    path: string,
    options: { signal: AbortSignal; body?: string; contentType?: string },
    attempt: Attempt,
  ): Promise<Response> {
    let response: Response;
    try {
      const init = await this.#credentials();
      this.#requests += 1;
      response = await fetch(`${this.server.replace(/\/$/, '')}${path}`, {
        ...init,
        method,
        // node-fetch 2 has its own, narrower type for a standard AbortSignal.
        signal: options.signal as RequestInit['signal'],
        body: options.body,
        headers: {
          ...(init.headers as Record<string, string>),
          accept: 'application/json',
          ...(options.body
            ? { 'content-type': options.contentType ?? 'application/json' }
            : {}),
        },
      });
    } catch (error) {
      throw errorOfConnection(attempt, error);
    }
    if (response.ok) return response;
    const body = await response.text().catch(() => '');
    throw errorOfAnswer(attempt, response.status, body);
  }

  /** Credentials are asked for each time (tokens rotate); connections are kept. */
  async #credentials(): Promise<RequestInit> {
    const init = (await this.#kubeConfig.applyToFetchOptions(
      {},
    )) as RequestInit;
    const headers = Object.fromEntries(
      Object.entries(
        (init.headers as { raw?: () => Record<string, string[]> })?.raw?.() ??
          {},
      ).map(([name, values]) => [name, values.join(', ')]),
    );
    const agent = init.agent;
    if (agent instanceof Agent) {
      const { ca, cert, key, servername, rejectUnauthorized } = agent.options;
      const identity = JSON.stringify(
        [ca, cert, key, servername, rejectUnauthorized].map(String),
      );
      let kept = this.#agents.get(identity);
      if (!kept) {
        this.#agents.clear();
        kept = new Agent({ ...agent.options, keepAlive: true });
        this.#agents.set(identity, kept);
      }
      return { headers, agent: kept };
    }
    return { headers, agent };
  }
}

/** "Redis default/cache", as a person would say it. */
function label(type: ResourceType, key: ObjectKey) {
  const where = key.namespace ? `${key.namespace}/` : '';
  return `${type.plural} ${where}${key.name}`;
}

function selectors(options: ListOptions): URLSearchParams {
  const query = new URLSearchParams();
  if (options.labelSelector) query.set('labelSelector', options.labelSelector);
  if (options.fieldSelector) query.set('fieldSelector', options.fieldSelector);
  return query;
}

function dryRun(options: { dryRun?: boolean }, strict: boolean) {
  const query = new URLSearchParams();
  if (strict) query.set('fieldValidation', 'Strict');
  if (options.dryRun) query.set('dryRun', 'All');
  return `?${query}`;
}

async function* watchEvents(
  response: Response,
  attempt: Attempt,
): AsyncIterable<WatchEvent> {
  const body = response.body as NodeJS.ReadableStream;
  let failure: unknown;
  body.on('error', error => {
    failure = error;
  });
  const lines = createInterface({ input: body, crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      if (!line) continue;
      const event: unknown = JSON.parse(line);
      const type = at(event, 'type');
      const object = at(event, 'object');
      if (type === 'ERROR') {
        throw errorOfAnswer(
          attempt,
          asNumber(at(object, 'code')) ?? 500,
          JSON.stringify(object),
        );
      }
      if (type === 'BOOKMARK') {
        const resourceVersion = asText(
          at(object, 'metadata', 'resourceVersion'),
        );
        if (resourceVersion) yield { type, resourceVersion };
      } else if (
        type === 'ADDED' ||
        type === 'MODIFIED' ||
        type === 'DELETED'
      ) {
        yield { type, object: object as Manifest };
      }
    }
  } catch (error) {
    if (isError(error) && error.name !== 'SyntaxError') throw error;
    throw errorOfConnection(attempt, error);
  } finally {
    lines.close();
    (body as unknown as { destroy?: () => void }).destroy?.();
  }
  if (failure) throw errorOfConnection(attempt, failure);
}
