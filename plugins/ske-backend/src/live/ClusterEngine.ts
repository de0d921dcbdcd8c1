import type {
  Engine,
  Health,
  Manifest,
  ObjectRef,
  OfferedResource,
  Offering,
  OfferingVersion,
  PipelineStatus,
  PlatformPart,
  PlatformParts,
  PreviewState,
  Right,
} from '@syntasso/plugin-ske-common';
import type {
  KubernetesClient,
  ListOptions,
  ResourceType,
  SharedInformer,
} from '@syntasso/plugin-ske-node';
import type { OfferingDetails } from '../views/offeringView';
import type { ResourceDetails } from '../views/resourceView';
import type { Dependency } from './LiveSource';

/** How the objects of a type are watched. */
export interface WatchSpec {
  type: ResourceType;
  list?: ListOptions;
  indexes?: ConstructorParameters<typeof SharedInformer>[0]['indexes'];
  /** Reduces an object to the part that is kept in memory; default: all of it. */
  keep?: (object: Manifest) => Manifest;
}

/** The watches on one platform with one credential. */
export interface Watches {
  /**
   * The watch on a type: in all namespaces, or only in the given one where the
   * credential may not watch all. Asking twice gives the same one.
   */
  watch(watched: WatchSpec, namespace?: string): SharedInformer;
}

/** An offering, or a Resource of it. */
export interface HealthSubject {
  /** Its name. */
  offering: string;
  resource: { namespace: string; name: string } | undefined;
}

/** A watch on objects that decide the health of others. */
export interface HealthDependency {
  watch: SharedInformer;
  /** Whose health an object is part of. */
  subjectsOf(object: Manifest): HealthSubject[];
}

/** A request whose workflow is tried, see {@link EnginePreview}. */
export interface PreviewRun {
  offering: Offering;
  /** The request with its secrets: pipelines need them. */
  wanted: Manifest;
  /** Whether the Resource is there, and its files may be shown beside the new ones. */
  isChange: boolean;
  /** Ends it, and takes everything away that was made for it. */
  signal: AbortSignal;
  /** Told how far it is, when that has changed. */
  onPipelines: (pipelines: PipelineStatus[]) => void;
  /**
   * Told when something that was made could not be deleted. It is deleted with what is
   * left over, so that this is no reason to fail.
   */
  onCleanUpFailed: (error: Error) => void;
}

/** How a preview ended. Secrets are still in it. */
export type PreviewOutcome = Exclude<PreviewState, { kind: 'running' }>;

/** Tries what a request would write, without changing the Resource. */
export interface EnginePreview {
  /** What it needs besides the rights of the engine. */
  readonly rights: NeededRight[];
  /** Whether the platform has what this needs, as far as the credential sees it. */
  isOffered(watches: Watches): boolean;
  /**
   * The same when nobody may watch yet: waits until it is known.
   *
   * @throws the reason of the signal when it is aborted before
   */
  checkOffered(watches: Watches, signal: AbortSignal): Promise<boolean>;
  /**
   * Runs the workflow of a request beside the Resource, and leaves nothing behind.
   *
   * @throws NotAllowedError where the credential may not; InputError for a name that is
   * too long for it
   */
  run(client: KubernetesClient, run: PreviewRun): Promise<PreviewOutcome>;
  /**
   * Deletes what previews have left whose backend was killed: in all namespaces, else in
   * the given ones.
   *
   * @throws NotAllowedError where the credential may not
   */
  deleteLeftOvers(
    client: KubernetesClient,
    namespaces: readonly string[],
  ): Promise<void>;
}

/** An offering whose own workflow may have failed, or a Resource of it. */
export interface FailedSubject {
  offering: Offering;
  resource?: Manifest;
}

/** A run of a workflow of which a container has failed. */
export interface FailedRun {
  /** What runs it, such as a Job. */
  job: Manifest;
  /** Undefined where its Pod is gone. */
  container: FailedContainer | undefined;
  /** Why the run itself has ended, where no container says why. */
  message: string | undefined;
}

/** A container that has failed, in its last attempt that came to an end. */
export interface FailedContainer {
  pod: Manifest;
  name: string;
  restarts: number;
  /** Whether another attempt has begun, or is waited for. */
  isTriedAgain: boolean;
  reason: string | undefined;
  /** What it has left as it ended (its termination message). */
  message: string | undefined;
}

/** A right on the platform that something here needs. */
export interface NeededRight {
  purpose: Right['purpose'];
  group: string;
  /** Plural, with a subresource behind a slash. */
  resource: string;
  verb: string;
  scope: 'Namespaced' | 'Cluster';
  /** The only namespace where it is needed; default: all that are looked at. */
  namespace?: string;
}

/** Objects of a type that the platform runs on, for platform engineers. */
export interface PlatformPartsSpec {
  role: PlatformParts['role'];
  watch: WatchSpec;
  /** Its message may hold secrets, and be of any length. */
  partOf(object: Manifest): PlatformPart;
}

/**
 * An engine on a cluster: what pages show of the objects that it makes there, and
 * which watches that needs. Another engine has this, an {@link Engine}, and its reasons in
 * `healthReasons`. Where no cluster is read, all offerings are Promises
 * (`offerings/entityOffering.ts`).
 */
export interface ClusterEngine extends Engine {
  /** Type of the definitions. They are cluster-scoped. */
  readonly definitions: ResourceType;
  /** Rights for what is shown besides definitions and Resources. */
  readonly rights: NeededRight[];
  /** Places where Resources can run, for forms to choose from. */
  readonly destinations?: WatchSpec;
  /**
   * What decides health besides the definition or the Resource itself.
   *
   * @param namespaces - where Resources are looked at; undefined: everywhere
   */
  healthDependencies(
    watches: Watches,
    namespaces: readonly string[] | undefined,
  ): HealthDependency[];
  /** What decides the health of offerings besides definitions; default: nothing. */
  offeringHealthDependencies?(watches: Watches): HealthDependency[];
  /** The health, by what the watches of {@link healthDependencies} have read. */
  offeringHealth(watches: Watches, offering: Offering): Health;
  /** See {@link offeringHealth}. */
  resourceHealth(watches: Watches, offered: OfferedResource): Health;
  /** What an offering's page depends on besides the definition and its Events. */
  offeringDependencies(watches: Watches, offering: Offering): Dependency[];
  /** @param health - the one that is shown, so that the stages of a deletion agree with it */
  offeringDetails(
    watches: Watches,
    offering: Offering,
    health: Health,
  ): OfferingDetails;
  /** What a Resource's page depends on besides the object and its Events. */
  resourceDependencies(
    watches: Watches,
    offering: Offering,
    resource: { namespace: string; name: string },
  ): Dependency[];
  /**
   * `starting` while some of it is not read yet.
   *
   * @param show - turns the health into the one that is shown, so that the stages agree
   * with it
   */
  resourceDetails(
    watches: Watches,
    offered: OfferedResource,
    show: (health: Health) => Health,
  ): ResourceDetails | 'starting';
  /**
   * The newest run of a workflow if a container of it has failed, by the watches of its
   * page; absent where the engine runs no Pods.
   */
  failedRun?(watches: Watches, subject: FailedSubject): FailedRun | undefined;
  /**
   * The same where nobody watches: asks for it.
   *
   * @param namespace - where to look; undefined: everywhere
   * @throws NotAllowedError where the credential may not
   */
  readFailedRun?(
    client: KubernetesClient,
    offered: OfferedResource,
    namespace: string | undefined,
  ): Promise<FailedRun | undefined>;
  /** What a request would write; absent where the engine cannot tell beforehand. */
  readonly preview?: EnginePreview;
  /** Whether a Pod runs the workflow of a Resource, or of the offering itself. */
  ownsPod(
    pod: Manifest,
    offering: string,
    resource: { namespace: string; name: string } | undefined,
  ): boolean;
  /** What the engine runs on; default: nothing that could be looked at. */
  readonly platformParts?: readonly PlatformPartsSpec[];
  /** The names of installed versions, by a watch; absent where the engine has none. */
  readonly versionNames?: {
    watch: WatchSpec;
    /** Newest first. */
    of(watches: Watches, offering: string): string[];
  };
  /**
   * The installed versions of an offering with their schemas, newest first; absent where
   * the engine has none.
   */
  listVersions?(
    client: KubernetesClient,
    offering: Offering,
  ): Promise<OfferingVersion[]>;
  /**
   * Moves a Resource to another version of its offering.
   *
   * @throws InputError when that version is not installed.
   * @throws NotFoundError when its version cannot be chosen.
   */
  upgrade(
    client: KubernetesClient,
    wanted: { ref: ObjectRef; offering: string; version: string },
  ): Promise<Manifest>;
}

/** The engine of a cluster that makes the Resources of an offering. */
export function engineOf(
  engines: readonly ClusterEngine[],
  { engine: { name } }: Offering,
): ClusterEngine {
  const engine = engines.find(candidate => candidate.name === name);
  if (engine) return engine;
  throw new Error(`The cluster has no engine ${name}.`);
}
