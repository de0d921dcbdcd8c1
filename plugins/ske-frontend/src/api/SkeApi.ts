import { createApiRef } from '@backstage/core-plugin-api';
import type {
  AccessAnswer,
  DryRunResult,
  NamespaceAnswer,
  ObjectRef,
  ObjectSubject,
  OfferingSummary,
  OperableResource,
  OptionsAnswer,
  PlatformHealth,
  PlatformOverview,
  OfferingVersion,
  OfferingView,
  PreviewState,
  RequestRecord,
  ResourcesPage,
  ResourcesQuery,
  ResourceView,
  WaitingRequests,
} from '@syntasso/plugin-ske-common';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { LiveStore } from '../live/LiveStore';
import type { ClusterAuthApi } from './clusterAuth';

/** Where a container's log is. @public */
export interface LogSource {
  ref: ObjectRef;
  pod: string;
  podNamespace: string;
  container: string;
}

/** The backend of the SKE integration, seen from the pages. @public */
export interface SkeApi {
  /**
   * All Promises that the person may see, and which of them can be requested now; asked
   * once for all who ask at the same time.
   */
  offerings(): Promise<OfferingSummary[]>;
  /** One live connection per Promise, shared by all who ask. */
  promise(name: string): LiveStore<OfferingView>;
  /** Some of a Promise's Resources, live, shared by all who ask for the same. */
  resources(promise: string, query: ResourcesQuery): LiveStore<ResourcesPage>;
  /** Some of the Resources of all Promises, live, shared by all who ask for the same. */
  allResources(query: ResourcesQuery): LiveStore<ResourcesPage>;
  /** Some of a Promise's Resources, once. */
  findResources(promise: string, query: ResourcesQuery): Promise<ResourcesPage>;
  /** The installed versions of a Promise, newest first. */
  versions(promise: string): Promise<OfferingVersion[]>;
  /** One live connection per Resource, shared by all who ask. */
  resource(ref: ObjectRef): LiveStore<ResourceView>;
  /** All of the platform that the person may see, live. */
  platformOverview(): LiveStore<PlatformOverview>;
  /** The manifest once, by the contract's endpoint. */
  manifest(ref: ObjectRef): Promise<Manifest>;
  dryRun(manifest: string, mode: 'create' | 'update'): Promise<DryRunResult>;
  /**
   * Tries what a request would write, beside the Resource. It ends with the signal.
   *
   * @param onState - told how far it is; the last state is not `running`
   */
  preview(
    manifest: string,
    mode: 'create' | 'update',
    onState: (state: PreviewState) => void,
    signal: AbortSignal,
  ): Promise<void>;
  delete(ref: ObjectRef): Promise<void>;
  /** What was asked for of a Resource, newest first. */
  requests(ref: ObjectRef): Promise<RequestRecord[]>;
  /**
   * What is on its way and the person has asked for, or others propose for a group of
   * theirs; newest first.
   */
  myRequests(): Promise<RequestRecord[]>;
  /**
   * The pull requests that wait for a review, of all people, as far as the person may see
   * them, page by page; the ones that wait longest first.
   *
   * @param after - `next` of the page before; default: the first page
   */
  waitingRequests(after?: string): Promise<WaitingRequests>;
  /** Which operations the person may do to each of some Resources, at most 100. */
  operable(refs: ObjectRef[]): Promise<OperableResource[]>;
  /** Runs the workflow again. */
  retry(ref: ObjectRef): Promise<void>;
  /** Holds the workflow back. */
  pause(ref: ObjectRef): Promise<void>;
  /** Lets it go on. */
  resume(ref: ObjectRef): Promise<void>;
  /** Lets a workflow go on that a pipeline has suspended. */
  release(ref: ObjectRef): Promise<void>;
  /** Moves a Resource to another version of its Promise. */
  upgrade(ref: ObjectRef, version: string): Promise<void>;
  log(source: LogSource): Promise<string>;
  /** Reads a log as it is written, until its container or the signal ends. */
  followLog(
    source: LogSource,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** What the person may do; asked once for all who ask at the same time. */
  access(subject: ObjectSubject): Promise<AccessAnswer>;
  /**
   * Values to choose from for a field of a Promise's form, such as
   * `spec.namespace`; asked once for all who ask at the same time.
   */
  options(promise: string, field: string): Promise<OptionsAnswer>;
  /** Whether there is a namespace, for a new Resource of a Promise. */
  findNamespace(promise: string, namespace: string): Promise<NamespaceAnswer>;
  /** How the platform is reached, and with which rights. */
  health(): Promise<PlatformHealth>;
  /** Where a person's own token for the cluster is had, if the app has it. */
  useClusterAuth(auth: ClusterAuthApi | undefined): void;
  /** The person's own token for the cluster, where the cluster wants it. */
  clusterToken(): Promise<string | undefined>;
}

/** @public */
export const skeApiRef = createApiRef<SkeApi>({ id: 'plugin.ske.client' });
