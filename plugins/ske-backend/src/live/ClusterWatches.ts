import type {
  ErrorLineRule,
  Manifest,
  Offering,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  SharedInformer,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { CatalogEntities } from '../entities/CatalogEntities';
import { isResourceInCatalog } from '../entities/DiscoveryRules';
import {
  engineOf,
  type ClusterEngine,
  type HealthDependency,
  type WatchSpec,
  type Watches,
} from './ClusterEngine';
import type { ControllerBindings } from './controller/ControllerBindings';
import { CustomizedOfferings } from './CustomizedOfferings';
import { FailureCauses } from './FailureCauses';
import { ShownHealths } from './ShownHealths';
import { WatchedOfferings } from './WatchedOfferings';

/** Most namespaces that are watched one by one. */
const MOST_NAMESPACES = 100;

/** How long to wait until the watches that decide health are read. */
const LONGEST_READ_MS = 10_000;
/** How long these watches stay open after somebody has waited for them. */
const KEEP_HEALTHS_MS = 10 * 60_000;

/** To the cluster, or by a commit to the requests repository (Git modes). */
export type WriteTarget = ResourceView['writes'];

/**
 * All shared watches on one platform with one credential. Asking for the same
 * watch twice gives the same one. Where the credential may not watch a type in all
 * namespaces, there is a watch for each namespace that is asked for.
 */
export class ClusterWatches implements Watches {
  readonly name: string;
  /** The engines that make Resources there. */
  readonly engines: readonly ClusterEngine[];
  readonly offerings: WatchedOfferings;
  /** Where changes of Resources are written. */
  readonly writes: WriteTarget;
  readonly #client: KubernetesClient;
  readonly #forgetWhenDenied: boolean;
  /** The namespaces that the credential may read; undefined: all. */
  readonly namespaces: string[] | undefined;
  readonly #informers = new Map<string, SharedInformer>();
  #forgetHealths = () => {};
  #healthTimer: NodeJS.Timeout | undefined;
  /** The health of Promises and Resources, the same for all views of this cluster. */
  readonly healths: ShownHealths;
  /** Why workflows failed, for the pages of what has failed. */
  readonly causes: FailureCauses;
  /** Names in the catalog; filled by direct discovery, empty without it. */
  readonly entities: CatalogEntities;
  /** The controller that keeps entities of Promises, where its address is configured. */
  readonly controller: ControllerBindings | undefined;

  constructor(options: {
    name: string;
    client: KubernetesClient;
    engines: readonly ClusterEngine[];
    /** Default: cluster. */
    writes?: WriteTarget;
    /** The namespaces that the credential may read; default: all. */
    namespaces?: string[];
    /** The catalog's names, when another credential discovers them. */
    entities?: CatalogEntities;
    /** Default: none; then Promises say it themselves. */
    controller?: ControllerBindings;
    /** How to find the line of a log that says why something failed. */
    errorLines?: readonly ErrorLineRule[];
    /** For a person's credential: see SharedInformer. */
    forgetWhenDenied?: boolean;
  }) {
    this.name = options.name;
    this.engines = options.engines;
    this.entities = options.entities ?? new CatalogEntities();
    this.offerings = new WatchedOfferings(
      options.engines,
      this,
      new CustomizedOfferings(this.entities),
    );
    this.healths = new ShownHealths(this, offering => this.engineOf(offering));
    this.causes = new FailureCauses({
      watches: this,
      client: options.client,
      engineOf: offering => this.engineOf(offering),
      namespaces: options.namespaces,
      rules: options.errorLines,
    });
    this.writes = options.writes ?? 'cluster';
    this.#client = options.client;
    this.controller = options.controller;
    this.#forgetWhenDenied = options.forgetWhenDenied ?? false;
    this.namespaces = options.namespaces;
  }

  /** This cluster's engine for an offering. */
  engineOf(offering: Offering): ClusterEngine {
    return engineOf(this.engines, offering);
  }

  /** What an offering is called here, such as Promise, in texts that name none. */
  get offeringWord(): string {
    return this.engines.map(({ texts }) => texts.offering).join(' or ');
  }

  /** See {@link Watches.watch}. */
  watch(watched: WatchSpec, namespace?: string): SharedInformer {
    return this.#watchIn(watched, namespace);
  }

  /** The watch on the Resources of an offering in a namespace; undefined without an API. */
  resourcesIn(
    offering: Offering,
    namespace: string,
  ): SharedInformer | undefined {
    const watchSpec = resourcesOf(offering);
    return watchSpec && this.#watchIn(watchSpec, namespace);
  }

  /** The watches that decide the health of all that the credential may look at. */
  healthDependencies(): HealthDependency[] {
    return this.engines.flatMap(engine =>
      engine.healthDependencies(this, this.namespaces),
    );
  }

  /**
   * Resolves when the watches that decide health are read, or cannot be. They stay open
   * for some minutes, so that asking often does not list everything each time.
   */
  async waitForHealths(): Promise<void> {
    const dependencies = this.healthDependencies();
    const subscriptions = dependencies.map(({ watch }) => watch.subscribe({}));
    const signal = AbortSignal.timeout(LONGEST_READ_MS);
    await Promise.all(dependencies.map(({ watch }) => watch.synced(signal)))
      // Then the objects alone decide their health.
      .catch(() => {});
    this.#forgetHealths();
    clearTimeout(this.#healthTimer);
    this.#forgetHealths = () => subscriptions.forEach(end => end());
    this.#healthTimer = setTimeout(
      this.#forgetHealths,
      KEEP_HEALTHS_MS,
    ).unref();
  }

  /** The watches on all Resources of an offering that the credential may look at. */
  allResources(offering: Offering): SharedInformer[] {
    const watchSpec = resourcesOf(offering);
    if (!watchSpec) return [];
    return this.namespaces
      ? this.namespaces.map(namespace => this.#watchIn(watchSpec, namespace))
      : [this.#watchIn(watchSpec, undefined)];
  }

  /**
   * See {@link CatalogEntities.reserveRef}; undefined where discovery will publish none.
   */
  async reserveEntityRef(resource: Manifest): Promise<string | undefined> {
    const { entities } = this;
    const offering = this.offerings.byKind(resource);
    const isInCatalog =
      !offering || isResourceInCatalog({ offering, resource }, entities.rules);
    const { namespace } = resource.metadata;
    const isWatched =
      namespace === undefined || (this.namespaces?.includes(namespace) ?? true);
    if (!entities.arePublished || !isInCatalog || !isWatched) return undefined;
    return entities.reserveRef(resource);
  }

  /** The watch on the Events about one object. */
  events({ namespace = 'default', uid }: Manifest['metadata']): SharedInformer {
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

  /** All watches. */
  get informers(): SharedInformer[] {
    return [...this.#informers.values()];
  }

  /** Whether anybody listens to any of them. */
  get hasListeners(): boolean {
    return this.informers.some(informer => informer.listenerCount > 0);
  }

  retryNow() {
    this.#informers.forEach(informer => informer.retryNow());
  }

  stop() {
    this.#informers.forEach(informer => informer.stop());
    clearTimeout(this.#healthTimer);
    this.healths.stop();
  }

  #watchIn(
    watchSpec: WatchSpec,
    namespace: string | undefined,
  ): SharedInformer {
    if (this.namespaces && namespace && this.namespaces.includes(namespace)) {
      return this.#informer({
        ...watchSpec,
        list: { ...watchSpec.list, namespace },
      });
    }
    const everywhere = this.#informer(watchSpec);
    if (namespace === undefined || everywhere.state.kind !== 'denied') {
      return everywhere;
    }
    // More than people look at: each one is another watch on the API server.
    const namespaces = this.#namespacesWithListeners();
    if (namespaces.size >= MOST_NAMESPACES && !namespaces.has(namespace)) {
      return everywhere;
    }
    return this.#informer({
      ...watchSpec,
      list: { ...watchSpec.list, namespace },
    });
  }

  #namespacesWithListeners(): Set<string | undefined> {
    const informersInUse = this.informers.filter(
      informer => informer.listenerCount > 0,
    );
    return new Set(informersInUse.map(({ list }) => list.namespace));
  }

  #informer(watchSpec: WatchSpec): SharedInformer {
    const key = JSON.stringify([watchSpec.type, watchSpec.list ?? {}]);
    const existing = this.#informers.get(key);
    if (existing) return existing;
    const informer = new SharedInformer({
      client: this.#client,
      forgetWhenDenied: this.#forgetWhenDenied,
      ...watchSpec,
      onEnd: () => {
        // A denial is remembered; any other watch begins again.
        if (informer.state.kind !== 'denied') this.#informers.delete(key);
      },
    });
    this.#informers.set(key, informer);
    return informer;
  }
}

function resourcesOf({ api }: Offering): WatchSpec | undefined {
  if (!api?.served) return undefined;
  const { version, plural } = api.served;
  return { type: { group: api.group, version, plural } };
}
