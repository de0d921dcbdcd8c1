import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import type {
  ObjectRef,
  ObjectSubject,
  PreviewState,
  ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { LazyConnection } from '../live/LazyConnection';
import { loadOnce } from '../utils/loadOnce';
import type { Backend } from './Backend';
import type { ClusterAuthApi } from './clusterAuth';
import { LiveStores } from './LiveStores';
import type { PagesClient } from './PagesClient';
import type { LogSource, SkeApi } from './SkeApi';

const importBase = () => import('./OfferingsClient');
const importPages = () => import('./PagesClient');
const importLive = () => import('./connectTo');

/**
 * Loads all that a page needs to talk to the backend. Pages ask for it together with their
 * own code, so that neither waits for the other.
 */
export const loadSkeClient = () =>
  Promise.all([importBase(), importPages(), importLive()]);

/**
 * {@link SkeApi} over HTTP. Its parts are loaded with the first call that needs them: most
 * pages of an app need none.
 */
export class SkeClient implements SkeApi {
  readonly #base = loadOnce(async () => {
    const { Backend: BackendClass, OfferingsClient } = await importBase();
    const backend = new BackendClass(this.#options);
    backend.useClusterAuth(this.#clusterAuth);
    this.#backend = backend;
    return { backend, offerings: new OfferingsClient(backend) };
  });
  readonly #pages = loadOnce(async () => {
    const [{ PagesClient: Pages }, { backend }] = await Promise.all([
      importPages(),
      this.#base(),
    ]);
    return new Pages(backend);
  });
  readonly #live = new LiveStores(
    new LazyConnection(
      loadOnce(async () => {
        const [{ connectTo }, { backend }] = await Promise.all([
          importLive(),
          this.#base(),
        ]);
        return connectTo(backend);
      }),
    ),
  );
  readonly #options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi };
  /** Since it is loaded. */
  #backend: Backend | undefined;
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

  offerings = async () => (await this.#base()).offerings.offerings();
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
  clusterToken = async () => (await this.#base()).backend.clusterToken();

  useClusterAuth(auth: ClusterAuthApi | undefined) {
    this.#clusterAuth = auth;
    this.#backend?.useClusterAuth(auth);
  }

  async #ask<Answer>(
    call: (client: PagesClient) => Promise<Answer>,
  ): Promise<Answer> {
    return call(await this.#pages());
  }
}
