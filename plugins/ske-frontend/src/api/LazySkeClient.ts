import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import type {
  ObjectRef,
  ObjectSubject,
  PreviewState,
  ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { LazyConnection } from '../live/LazyConnection';
import type { ClusterAuthApi } from './clusterAuth';
import { LiveStores } from './LiveStores';
import type { LogSource, SkeApi } from './SkeApi';
import type { SkeClient } from './SkeClient';

/**
 * Loads what talks to the backend. Pages that need it ask for it together with their own
 * code, so that neither waits for the other.
 */
export const loadSkeClient = () => import('./SkeClient');

/** {@link SkeClient}, loaded with the first call: most pages of an app never call it. */
export class LazySkeClient implements SkeApi {
  readonly #options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi };
  readonly #live = new LiveStores(
    new LazyConnection(async () => (await this.#load()).connection),
  );
  #loading: Promise<SkeClient> | undefined;
  #client: SkeClient | undefined;
  #clusterAuth: ClusterAuthApi | undefined;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#options = options;
  }

  promise = (name: string) => this.#live.promise(name);
  resources = (promise: string, query: ResourcesQuery) =>
    this.#live.list({ kind: 'resources', promise, query });
  allResources = (query: ResourcesQuery) =>
    this.#live.list({ kind: 'allResources', query });
  resource = (ref: ObjectRef) => this.#live.resource(ref);
  platformOverview = () => this.#live.platform();

  offerings = () => this.#ask(client => client.offerings());
  findResources = (promise: string, query: ResourcesQuery) =>
    this.#ask(client => client.findResources(promise, query));
  versions = (promise: string) => this.#ask(client => client.versions(promise));
  manifest = (ref: ObjectRef) => this.#ask(client => client.manifest(ref));
  dryRun = (manifest: string, mode: 'create' | 'update') =>
    this.#ask(client => client.dryRun(manifest, mode));
  preview = (
    manifest: string,
    mode: 'create' | 'update',
    onState: (state: PreviewState) => void,
    signal: AbortSignal,
  ) => this.#ask(client => client.preview(manifest, mode, onState, signal));
  delete = (ref: ObjectRef) => this.#ask(client => client.delete(ref));
  requests = (ref: ObjectRef) => this.#ask(client => client.requests(ref));
  myRequests = () => this.#ask(client => client.myRequests());
  waitingRequests = (after?: string) =>
    this.#ask(client => client.waitingRequests(after));
  operable = (refs: ObjectRef[]) => this.#ask(client => client.operable(refs));
  retry = (ref: ObjectRef) => this.#ask(client => client.retry(ref));
  pause = (ref: ObjectRef) => this.#ask(client => client.pause(ref));
  resume = (ref: ObjectRef) => this.#ask(client => client.resume(ref));
  release = (ref: ObjectRef) => this.#ask(client => client.release(ref));
  upgrade = (ref: ObjectRef, version: string) =>
    this.#ask(client => client.upgrade(ref, version));
  log = (source: LogSource) => this.#ask(client => client.log(source));
  followLog = (
    source: LogSource,
    onText: (text: string) => void,
    signal: AbortSignal,
  ) => this.#ask(client => client.followLog(source, onText, signal));
  access = (subject: ObjectSubject) =>
    this.#ask(client => client.access(subject));
  options = (promise: string, field: string) =>
    this.#ask(client => client.options(promise, field));
  findNamespace = (promise: string, namespace: string) =>
    this.#ask(client => client.findNamespace(promise, namespace));
  health = () => this.#ask(client => client.health());
  clusterToken = () => this.#ask(client => client.clusterToken());

  useClusterAuth(auth: ClusterAuthApi | undefined) {
    this.#clusterAuth = auth;
    this.#client?.useClusterAuth(auth);
  }

  async #ask<Answer>(
    call: (client: SkeClient) => Promise<Answer>,
  ): Promise<Answer> {
    return call(await this.#load());
  }

  #load(): Promise<SkeClient> {
    this.#loading ??= this.#makeClient().catch((error: unknown) => {
      // The next call tries again: the network may have been away.
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #makeClient(): Promise<SkeClient> {
    const { SkeClient: Client } = await loadSkeClient();
    const client = new Client(this.#options);
    client.useClusterAuth(this.#clusterAuth);
    this.#client = client;
    return client;
  }
}
