import type {
  Engine,
  Manifest,
  ObjectRef,
  OfferedResource,
  Offering,
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
  /** The part of an object that is kept; default: all of it. */
  keep?: (object: Manifest) => Manifest;
}

/** Gives watches on one platform with one credential. */
export interface Watches {
  /**
   * The watch on a type: everywhere, and with a credential that may not have that in
   * the namespace. Asking twice gives the same one.
   */
  watch(watched: WatchSpec, namespace?: string): SharedInformer;
}

/** A right on the platform that something here needs. */
export interface NeededRight {
  purpose: Right['purpose'];
  group: string;
  /** Plural, with a subresource behind a slash. */
  resource: string;
  verb: string;
  scope: 'Namespaced' | 'Cluster';
}

/**
 * An engine on a cluster: what its pages show of the objects that it makes there, and
 * from which watches. All another engine needs, beside {@link Engine}.
 */
export interface ClusterEngine extends Engine {
  /** Type of the definitions. They are cluster-scoped. */
  readonly definitions: ResourceType;
  /** Rights for what is shown besides definitions and Resources. */
  readonly rights: NeededRight[];
  /** Places where Resources can run, for forms to choose from. */
  readonly destinations?: WatchSpec;
  /** What an offering's page depends on besides the definition and its Events. */
  offeringDependencies(watches: Watches, offering: Offering): Dependency[];
  offeringDetails(watches: Watches, offering: Offering): OfferingDetails;
  /** What a Resource's page depends on besides the object and its Events. */
  resourceDependencies(
    watches: Watches,
    offering: Offering,
    resource: { namespace: string; name: string },
  ): Dependency[];
  /** `starting` while some of it is not read yet. */
  resourceDetails(
    watches: Watches,
    offered: OfferedResource,
  ): ResourceDetails | 'starting';
  /** Whether a Pod runs the workflow of a Resource, or of the offering itself. */
  ownsPod(
    pod: Manifest,
    offering: string,
    resource: { namespace: string; name: string } | undefined,
  ): boolean;
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
