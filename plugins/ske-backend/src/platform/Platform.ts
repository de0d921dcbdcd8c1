import type {
  DryRunResult,
  Manifest,
  ObjectRef,
  Offering,
  ViewSubject,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from '../live/ClusterWatches';
import type { ViewSource } from '../live/LiveSource';
import type { KubernetesClient, ResourceType } from '@syntasso/plugin-ske-node';

/** What a write left behind. */
export type Receipt =
  | { kind: 'applied'; manifest: Manifest }
  | { kind: 'deleted'; answer: unknown }
  /** In the Git modes: the commit that has it. */
  | { kind: 'committed'; commit: string };

/** Who a write is for: named in the commit. */
export interface WriteOptions {
  /** Entity reference of the person. */
  by?: string;
}

/**
 * Reads offerings, reads and writes their Resources, and nothing else: a kind that
 * nothing offers is a NotAllowedError, whatever the credential may do.
 */
export interface Platform {
  readonly name: string;
  /** The cluster behind it, where there is one to read: live pages, logs, rights. */
  readonly cluster: Cluster | undefined;
  /** Where {@link Platform.get} reads. */
  readonly readsFrom: 'cluster' | 'repository';
  /** Whether a reference is of a definition, such as a Promise. */
  isDefinition(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>): boolean;
  /** All offerings. */
  listOfferings(): Promise<Offering[]>;
  /**
   * @param definedBy - what kind its definition is, where two engines may have one by
   * this name; default: the first engine's
   * @throws NotFoundError, NotAllowedError, ServiceUnavailableError
   */
  getOffering(
    name: string,
    definedBy?: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<Offering>;
  /** What offers a kind. @throws NotAllowedError when nothing does. */
  offeringOf(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>): Promise<Offering>;
  /** A Resource. @throws NotFoundError, NotAllowedError, ServiceUnavailableError */
  get(ref: ObjectRef): Promise<Manifest>;
  /**
   * A Resource as it is where writes go; the cluster may not have it yet. Undefined
   * when it is not there.
   */
  getWritten(ref: ObjectRef): Promise<Manifest | undefined>;
  /**
   * The view of a subject, kept up to date.
   *
   * @throws NotAllowedError when nothing offers its kind.
   */
  source(subject: ViewSubject, viewer: Viewer): Promise<ViewSource>;
  /**
   * Creates or changes: the same call twice has the effect of one. With
   * `metadata.resourceVersion` only that version is changed.
   *
   * @throws ConflictError when it is another version by now.
   */
  apply(manifest: Manifest, options?: WriteOptions): Promise<Receipt>;
  /** What an apply would do; refusals are an answer, not an error. */
  dryRun(manifest: Manifest, mode: 'create' | 'update'): Promise<DryRunResult>;
  delete(ref: ObjectRef, options?: WriteOptions): Promise<Receipt>;
  /** Runs the workflow again (manual reconciliation). */
  retry(ref: ObjectRef): Promise<Receipt>;
  /** Holds the workflow back, or lets it go on. */
  setPaused(
    ref: ObjectRef,
    paused: boolean,
    options?: WriteOptions,
  ): Promise<Receipt>;
  /** Lets a workflow go on that a pipeline has suspended. */
  release(ref: ObjectRef): Promise<Receipt>;
  /** Moves a Resource to another version of its offering. */
  upgrade(ref: ObjectRef, version: string): Promise<Receipt>;
}

/** A platform whose Kubernetes API is read: it has live pages, and rights to check. */
export interface Cluster extends Platform {
  readonly client: KubernetesClient;
  /** Its watches, with the same credential. */
  readonly live: ClusterWatches;
  /** The view of the whole platform, kept up to date. */
  overview(viewer: Viewer): ViewSource;
  /**
   * Whether the credential may do something to a Resource, or to a Resource to
   * be when the reference has no name.
   */
  reviewAccess(
    ref: Omit<ObjectRef, 'name'> & { name?: string },
    verbs: string[],
  ): Promise<{ type: ResourceType; lacking: string | undefined }>;
}
