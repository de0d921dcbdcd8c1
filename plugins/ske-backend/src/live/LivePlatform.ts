import {
  splitApiVersion,
  type Manifest,
  type ResourceView,
  type ObjectRef,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  SharedInformer,
  type KubernetesClient,
  type ListOptions,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { apiOf } from '../entities/apiOf';
import { CatalogEntities } from '../entities/CatalogEntities';
import {
  apisOf,
  byApi,
  byJob,
  byOwner,
  byWork,
  jobsOf,
  ownersOf,
  worksOf,
} from './indexes';
import {
  withoutContent,
  withoutPodSpec,
  withoutPromise,
  withoutTemplate,
} from './trimObjects';

/** With a credential that may not watch a type everywhere. */
const MOST_NAMESPACES = 100;

/** How the objects of a type are watched. */
interface Watched {
  type: ResourceType;
  list?: ListOptions;
  indexes?: ConstructorParameters<typeof SharedInformer>[0]['indexes'];
  keep?: (object: Manifest) => Manifest;
}

const OF_KRATIX = { labelSelector: 'app.kubernetes.io/managed-by=Kratix' };
const OWNED = { [byOwner]: ownersOf };

const WATCHED = {
  promises: { type: resourceTypes.promises, indexes: { [byApi]: apisOf } },
  revisions: { type: resourceTypes.promiseRevisions, keep: withoutPromise },
  destinations: { type: resourceTypes.destinations },
  bindings: { type: resourceTypes.resourceBindings, indexes: OWNED },
  works: {
    type: resourceTypes.works,
    list: { labelSelector: 'kratix.io/promise-name' },
    indexes: OWNED,
    keep: withoutContent,
  },
  workPlacements: {
    type: resourceTypes.workPlacements,
    indexes: { [byWork]: worksOf },
    keep: withoutContent,
  },
  jobs: {
    type: resourceTypes.jobs,
    list: OF_KRATIX,
    indexes: OWNED,
    keep: withoutTemplate,
  },
  pods: {
    type: resourceTypes.pods,
    list: OF_KRATIX,
    indexes: { [byJob]: jobsOf },
    keep: withoutPodSpec,
  },
} satisfies Record<string, Watched>;

/** The kinds that live in namespaces and are watched for what belongs to a page. */
export type RelatedKind =
  | 'bindings'
  | 'works'
  | 'workPlacements'
  | 'jobs'
  | 'pods';

/** To the cluster, or by a commit to the requests repository (Git modes). */
export type Writes = ResourceView['writes'];

/**
 * All shared watches on one platform with one credential. Asking for the same
 * watch twice gives the same one. A credential that may not watch a type in all
 * namespaces watches it in those it is asked about.
 */
export class LivePlatform {
  readonly name: string;
  /** Where changes go, of what is watched here. */
  readonly writes: Writes;
  readonly #client: KubernetesClient;
  readonly #forgetWhenDenied: boolean;
  /** Those that the credential may look into; undefined: all. */
  readonly namespaces: string[] | undefined;
  readonly #informers = new Map<string, SharedInformer>();
  /** Names in the catalog; filled by direct discovery, empty without it. */
  readonly entities: CatalogEntities;

  constructor(options: {
    name: string;
    client: KubernetesClient;
    /** Default: cluster. */
    writes?: Writes;
    /** Those that the credential may look into; default: all. */
    namespaces?: string[];
    /** The catalog's names, when another credential discovers them. */
    entities?: CatalogEntities;
    /** For a person's credential: see SharedInformer. */
    forgetWhenDenied?: boolean;
  }) {
    this.name = options.name;
    this.writes = options.writes ?? 'cluster';
    this.#client = options.client;
    this.entities = options.entities ?? new CatalogEntities();
    this.#forgetWhenDenied = options.forgetWhenDenied ?? false;
    this.namespaces = options.namespaces;
  }

  get promises(): SharedInformer {
    return this.#informer(WATCHED.promises);
  }

  get revisions(): SharedInformer {
    return this.#informer(WATCHED.revisions);
  }

  get destinations(): SharedInformer {
    return this.#informer(WATCHED.destinations);
  }

  /** The watch on one kind of related objects in a namespace. */
  in(namespace: string, what: RelatedKind): SharedInformer {
    return this.#scoped(WATCHED[what], namespace);
  }

  /** The watch on the Resources of an API, in all namespaces or in one. */
  resources(
    api: Pick<PromiseApi, 'group' | 'version' | 'plural'>,
    namespace?: string,
  ): SharedInformer {
    const { group, version, plural } = api;
    return this.#scoped({ type: { group, version, plural } }, namespace);
  }

  /** The watches on all Resources of an API that the credential may look at. */
  allResources(api: PromiseApi): SharedInformer[] {
    return this.namespaces
      ? this.namespaces.map(namespace => this.resources(api, namespace))
      : [this.resources(api)];
  }

  /** The watch on the Events about one object. */
  events(object: Manifest): SharedInformer {
    const namespace = object.metadata.namespace ?? 'default';
    const { uid } = object.metadata;
    const events = this.#informer({
      type: resourceTypes.events,
      list: { namespace, fieldSelector: `regarding.uid=${uid}` },
    });
    // The same Events by their older API, for rights that name only that.
    return events.state.kind === 'denied' || events.state.kind === 'absent'
      ? this.#informer({
          type: resourceTypes.coreEvents,
          list: { namespace, fieldSelector: `involvedObject.uid=${uid}` },
        })
      : events;
  }

  /** The Promise that offers a kind, as far as the watch knows. */
  promiseOffering(group: string, kind: string): Manifest | undefined {
    return this.promises.store.byIndex(byApi, `${group}/${kind}`)[0];
  }

  /** The Promise and API of a Resource's reference. */
  offerOf(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>) {
    const promise = this.promiseOffering(
      splitApiVersion(ref.apiVersion).group,
      ref.kind,
    );
    const api = promise && apiOf(promise);
    return promise && api ? { promise, api } : undefined;
  }

  /** Resolves when the Promises are known, or it is known that they cannot be. */
  async synced(signal: AbortSignal) {
    return this.promises.synced(signal);
  }

  /** Every watch there is. */
  get informers(): SharedInformer[] {
    return [...this.#informers.values()];
  }

  /** Whether anybody listens to any of them. */
  get watching(): boolean {
    return this.informers.some(informer => informer.listenerCount > 0);
  }

  retryNow() {
    this.#informers.forEach(informer => informer.retryNow());
  }

  stop() {
    this.#informers.forEach(informer => informer.stop());
  }

  #scoped(watched: Watched, namespace: string | undefined): SharedInformer {
    if (this.namespaces && namespace && this.namespaces.includes(namespace)) {
      return this.#informer({
        ...watched,
        list: { ...watched.list, namespace },
      });
    }
    const everywhere = this.#informer(watched);
    if (namespace === undefined || everywhere.state.kind !== 'denied') {
      return everywhere;
    }
    // Nobody looks at so many; each one more is a watch on the platform.
    const looked = this.#namespacesLookedAt();
    if (looked.size >= MOST_NAMESPACES && !looked.has(namespace)) {
      return everywhere;
    }
    return this.#informer({
      ...watched,
      list: { ...watched.list, namespace },
    });
  }

  #namespacesLookedAt(): Set<string | undefined> {
    const looked = this.informers.filter(one => one.listenerCount > 0);
    return new Set(looked.map(({ list }) => list.namespace));
  }

  #informer(watched: Watched): SharedInformer {
    const key = JSON.stringify([watched.type, watched.list ?? {}]);
    const known = this.#informers.get(key);
    if (known) return known;
    const informer = new SharedInformer({
      client: this.#client,
      forgetWhenDenied: this.#forgetWhenDenied,
      ...watched,
      onEnd: () => {
        // A denial is worth remembering; anything else is made anew.
        if (informer.state.kind !== 'denied') this.#informers.delete(key);
      },
    });
    this.#informers.set(key, informer);
    return informer;
  }
}
