import type { ReactElement } from 'react';
import type { Entity } from '@backstage/catalog-model';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  firstResources,
  operationNameSchema,
  resourcesQueryText,
} from '@syntasso/plugin-ske-common';
import type {
  AccessAnswer,
  DryRunResult,
  NamespaceAnswer,
  ObjectRef,
  OfferingSummary,
  OfferingVersion,
  OptionsAnswer,
  PlatformHealth,
  PreviewState,
  RequestRecord,
  ResourcesPage,
  ResourcesQuery,
  StreamEvent,
  Verdict,
  WaitingRequests,
} from '@syntasso/plugin-ske-common';
import { skeApiRef, type LogSource, type SkeApi } from '../api/SkeApi';
import { LiveConnection } from '../live/LiveConnection';
import {
  LiveStore,
  readPlatform,
  readPromise,
  readResource,
  readResources,
  type ReadView,
} from '../live/LiveStore';
import { platformHealth, resourcesPage, resourceView } from './views';

export {
  offeringSummary,
  platformHealth,
  platformOverview,
  platformParts,
  promiseView,
  resourcesPage,
  resourceSummary,
  resourceView,
} from './views';

/** The entity of a Resource, for tests. */
export const resourceEntity = (
  annotations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'cache-redis',
    annotations: {
      'kratix.io/type': 'resource',
      'kratix.io/promise-name': 'redis',
      'kratix.io/group': 'marketplace.example.org',
      'kratix.io/version': 'v1',
      'kratix.io/kind': 'Redis',
      'kratix.io/name': 'cache',
      'kratix.io/namespace': 'default',
      'kratix.io/backstage-promise-template': 'redis-promise-template',
      ...annotations,
    },
  },
  spec: { type: 'kratix-resource', owner: 'team-a' },
});

/** The entity of a Promise, for tests. */
export const promiseEntity = (
  annotations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'redis-promise',
    description: 'Redis as a Service',
    annotations: {
      'kratix.io/type': 'promise',
      'kratix.io/promise-name': 'redis',
      ...annotations,
    },
  },
  spec: { type: 'kratix-promise', owner: 'kratix-platform' },
});

/** The one subject that a fake stream is about. */
const SUBJECT = 'the subject';

const bytesOf = (event: StreamEvent) =>
  new TextEncoder().encode(
    `data: ${JSON.stringify({ subject: SUBJECT, event })}\n\n`,
  );

/** An in-memory {@link SkeApi}; its streams say what the test says. */
export class FakeSkeApi implements SkeApi {
  readonly deleted: unknown[] = [];
  readonly retried: unknown[] = [];
  readonly operations: unknown[] = [];
  /** Actions that the person may not do. */
  readonly denied = new Set<string>();
  /** Logs by container, where they differ. */
  readonly logs = new Map<string, string>();
  /** Who follows a log, and how to write to them. */
  readonly followed: {
    container: string;
    onText: (text: string) => void;
    signal: AbortSignal;
  }[] = [];
  platformHealth: PlatformHealth = platformHealth();
  logText = 'line one\nerror: quota exceeded';
  #connections: ReadableStreamDefaultController<Uint8Array>[] = [];
  #first: StreamEvent[];

  constructor(...first: StreamEvent[]) {
    this.#first = first;
  }

  /** Whether streams say anything of what the test has not sent. */
  answer = true;
  /** What there is of a Promise; every query finds it all. */
  page: ResourcesPage = resourcesPage();
  /** All Promises, or what asking for them throws. */
  summaries: OfferingSummary[] | Error = [];
  offerings = async () => {
    if (this.summaries instanceof Error) throw this.summaries;
    return this.summaries;
  };
  promise = () => this.#store('promise', readPromise);
  resource = () => this.#store('resource', readResource);
  platformOverview = () => this.#store('platform', readPlatform);
  resources = (_promise?: string, query = firstResources) =>
    this.storeOf(query);
  allResources = (query: ResourcesQuery) => this.storeOf(query);
  /** What pages of Resources were asked for, the last one last. */
  readonly queries: ResourcesQuery[] = [];
  /** The store of a query. */
  storeOf(query: ResourcesQuery) {
    this.queries.push(query);
    return this.#store(`resources ${resourcesQueryText(query)}`, readResources);
  }
  findResources = async () => this.page;
  /** The installed versions, newest first. */
  installed: OfferingVersion[] = [];
  versions = async () => this.installed;
  manifest: SkeApi['manifest'] = async () => resourceView({}).manifest;
  /** What a dry run says of a manifest. */
  judge = (_manifest: string): DryRunResult => ({
    outcome: 'accepted',
    manifest: resourceView({}).manifest,
    checkedBy: 'platform',
  });
  dryRun = async (manifest: string) => this.judge(manifest);
  /** What a preview goes through. */
  previewed: PreviewState[] = [];
  preview: SkeApi['preview'] = async (_manifest, _mode, onState) =>
    this.previewed.forEach(onState);
  delete = async (ref: unknown) => {
    this.deleted.push(ref);
  };
  /** What was asked for, as the backend has it. */
  records: RequestRecord[] = [];
  requests = async () => this.records;
  myRequests = async () => this.records;
  /** What waits for a review, a page at a time. */
  waitingPages: WaitingRequests[] = [{ items: [], more: 0 }];
  /** By `next`, which here is the number of the page. */
  waitingRequests = async (after = '0') => this.waitingPages[Number(after)];
  /** What was asked of the rows of lists. */
  readonly askedOperable: ObjectRef[][] = [];
  operable: SkeApi['operable'] = async refs => {
    this.askedOperable.push(refs);
    return refs.map(ref => ({
      ref,
      operations: this.denied.has('operate')
        ? []
        : [...operationNameSchema.options],
    }));
  };
  retry = async (ref: unknown) => {
    this.retried.push(ref);
  };
  pause = async (ref: unknown) => {
    this.operations.push(['pause', ref]);
  };
  resume = async (ref: unknown) => {
    this.operations.push(['resume', ref]);
  };
  release = async (ref: unknown) => {
    this.operations.push(['release', ref]);
  };
  upgrade: SkeApi['upgrade'] = async (ref, version) => {
    this.operations.push(['upgrade', ref, version]);
  };
  log = async (source: LogSource) =>
    this.logs.get(source.container) ?? this.logText;
  followLog = async (
    source: LogSource,
    onText: (text: string) => void,
    signal: AbortSignal,
  ) => {
    this.followed.push({ container: source.container, onText, signal });
    await new Promise(resolve => {
      signal.addEventListener('abort', resolve);
    });
  };
  access = async (): Promise<AccessAnswer> => ({
    create: this.#verdict('create'),
    update: this.#verdict('update'),
    delete: this.#verdict('delete'),
    operate: this.#verdict('operate'),
  });
  /** Values to choose from, or what asking for them throws. */
  choices: OptionsAnswer | Error = { items: [], more: false };
  options = async () => {
    if (this.choices instanceof Error) throw this.choices;
    return this.choices;
  };
  /** Whether a namespace exists. */
  existence = (_namespace: string): NamespaceAnswer['existence'] => 'found';
  findNamespace = async (_promise: string, namespace: string) => ({
    existence: this.existence(namespace),
  });
  health = async () => this.platformHealth;
  useClusterAuth = () => {};
  clusterToken = async () => undefined;

  #verdict(action: string): Verdict {
    return this.denied.has(action)
      ? {
          allowed: false,
          by: 'backstage',
          reason: `You lack the permission ske.resource.${action} for it.`,
        }
      : { allowed: true };
  }

  send(event: StreamEvent) {
    this.#connections.forEach(c => c.enqueue(bytesOf(event)));
  }

  #stores = new Map<string, unknown>();
  #store<View>(kind: string, read: ReadView<View>): LiveStore<View> {
    const known = this.#stores.get(kind);
    if (known) return known as LiveStore<View>;
    const connection = new LiveConnection(
      {
        reconnect: async () => {},
        poll: async () => [],
        open: async () =>
          new ReadableStream<Uint8Array>({
            start: controller => {
              this.#connections.push(controller);
              if (!this.answer) return;
              const order = this.page.rows.map(({ uid }) => uid);
              [
                { kind: 'resources' as const, page: this.page, order },
                ...this.#first,
              ].forEach(event => controller.enqueue(bytesOf(event)));
            },
          }),
      },
      { gather: 0 },
    );
    const store = new LiveStore<View>({
      read,
      key: SUBJECT,
      connection,
      lingerMs: 0,
    });
    this.#stores.set(kind, store);
    return store;
  }
}

/**
 * Renders below an entity, with the given backend.
 *
 * @param address - of the page
 */
export function renderWithEntity(
  element: ReactElement,
  entity: Entity,
  api: SkeApi,
  address = '/',
) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [skeApiRef, api],
        [catalogApiRef, catalogApiMock()],
      ]}
    >
      <EntityProvider entity={entity}>{element}</EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      routeEntries: [address],
    },
  );
}
