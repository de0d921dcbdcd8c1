import {
  oncePerObject,
  refOf,
  type Manifest,
  type Offering,
  type ResourcesQuery,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import { keyOf, type SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import { describerOf } from '../views/resourceSummary';
import type { ClusterWatches } from './ClusterWatches';
import type { HealthDependency } from './ClusterEngine';
import type { Dependency, ViewState, ViewBuilder, Watch } from './LiveSource';
import { buildForViewer } from './buildForViewer';
import { findDenial, findIncompleteReadError } from './refusalEvent';
import { PageRows } from './PageRows';
import { ResourceList } from './ResourceList';

/** Most namespaces that are watched one by one for a table. */
const MOST_NAMESPACES = 25;

/** What a list was made from; when that changes, the list is made again. */
interface ListInputs {
  informers: SharedInformer[];
  /** What of the offering decides who may see its Resources, as text. */
  visibility: string;
}

/**
 * A page of an offering's Resources, as a query orders them. Viewers who may see the
 * same share it. A changed Resource is only moved; the others are not sorted again.
 */
export class ResourcesViewBuilder implements ViewBuilder {
  /**
   * When an offering changes, many Resources do. Sending rows costs more than keeping
   * them, and nobody reads a table that moves more often.
   */
  readonly pauseMs = 500;
  readonly #live: ClusterWatches;
  readonly #offering: string;
  readonly #viewer: Viewer;
  readonly #query: ResourcesQuery;
  readonly #entityNames: Watch;
  #rows = new PageRows();
  readonly #changedResources = new Map<
    string,
    { from: SharedInformer; was: Manifest }
  >();
  #current: (ListInputs & { list: ResourceList }) | undefined;

  constructor(
    live: ClusterWatches,
    offering: string,
    query: ResourcesQuery,
    viewer: Viewer,
  ) {
    this.#live = live;
    this.#offering = offering;
    this.#viewer = viewer;
    this.#query = query;
    this.#entityNames = {
      subscribe: ({ onState }) =>
        live.entities.onPublished(keys => {
          if (this.#showsOtherEntityOf(keys)) onState();
        }),
    };
  }

  dependencies(): Dependency[] {
    return [
      ...this.#live.offerings.informers.map(watch => ({
        watch,
        concerns: ({ metadata }: Manifest) => metadata.name === this.#offering,
      })),
      // A Resource gets its entity, and with it a link, some time after it appears.
      { watch: this.#entityNames },
      ...this.#informers().map(informer => ({
        watch: informer,
        onChange: (object: Manifest) => this.#markChanged(informer, object),
      })),
      {
        watch: this.#live.healths,
        concerns: ({ metadata }) => this.#find(metadata) !== undefined,
        onChange: ({ metadata }) => this.#markNamed(metadata),
      },
      ...this.#healthDependencies().map(({ watch, subjectsOf }) => {
        const namesOf = (object: Manifest) =>
          subjectsOf(object)
            .filter(({ offering }) => offering === this.#offering)
            .flatMap(({ resource }) => resource ?? []);
        return {
          watch,
          concerns: (object: Manifest) =>
            namesOf(object).some(resource => this.#find(resource)),
          onChange: (object: Manifest) =>
            namesOf(object).forEach(resource => this.#markNamed(resource)),
        };
      }),
    ];
  }

  /** Whether a Resource of these is in the table without its entity, or with another. */
  #showsOtherEntityOf(keys: ReadonlySet<string>): boolean {
    return [...keys].some(key => {
      const row = this.#rows.rowOf(key);
      return row && row.entityRef !== this.#live.entities.componentRef(row.ref);
    });
  }

  /** The Resource by a name, and the watch that has read it. */
  #find({ namespace, name }: { namespace?: string; name: string }) {
    for (const from of this.#informers()) {
      const was = from.store.get(namespace, name);
      if (was) return { from, was };
    }
    return undefined;
  }

  #markNamed(named: { namespace?: string; name: string }) {
    const found = this.#find(named);
    if (found) this.#markChanged(found.from, found.was);
  }

  #markChanged(from: SharedInformer, was: Manifest) {
    this.#changedResources.set(keyOf(was), { from, was });
    const offering = this.#live.offerings.byName(this.#offering);
    const resource = from.store.get(was.metadata.namespace, was.metadata.name);
    // The answer is not used here. A failure must be shown even if it has ended by
    // the time that somebody asks again.
    if (offering && resource)
      this.#live.healths.observeResource({ offering, resource });
  }

  /** What decides the health of what is listed. */
  #healthDependencies(): HealthDependency[] {
    const offering = this.#live.offerings.byName(this.#offering);
    if (!offering) return [];
    const namespaces = this.#informers().map(({ list }) => list.namespace);
    return this.#live
      .engineOf(offering)
      .healthDependencies(
        this.#live,
        namespaces.includes(undefined) && namespaces.length === 1
          ? undefined
          : namespaces.filter(namespace => namespace !== undefined),
      );
  }

  build(): ViewState {
    const informers = this.#informers();
    const isHealthKnown = this.#healthDependencies().every(
      ({ watch }) => watch.state.kind !== 'starting',
    );
    if (!isHealthKnown) return { kind: 'starting' };
    let isShown = false;
    const state = buildForViewer(
      this.#live,
      this.#offering,
      this.#viewer,
      informers,
      offering => {
        isShown = true;
        return this.#page(offering, informers);
      },
    );
    // Without a subscription changes are missed: the list is made again next time.
    if (!isShown) {
      this.#current = undefined;
      this.#changedResources.clear();
    }
    return state;
  }

  #page(offering: Offering, informers: SharedInformer[]): StreamEvent {
    const page = this.#update(offering, informers).page();
    const rows = this.#rows.of(
      page.rows.map(row => ({
        ...row,
        offering,
        entityRef: this.#live.entities.componentRef(refOf(row.resource)),
      })),
    );
    return {
      kind: 'resources',
      page: {
        ...page,
        rows,
        denied: (findDenial(informers) ?? findIncompleteReadError(informers))
          ?.message,
      },
      order: rows.map(({ uid }) => uid),
    };
  }

  /** The list as it is now. */
  #update(offering: Offering, informers: SharedInformer[]): ResourceList {
    const visibility = visibilityOf(offering);
    const isVisible = (resource: Manifest) =>
      !this.#viewer.resourceRefusal({ offering, resource });
    if (this.#current && isSame(this.#current, { informers, visibility })) {
      const { list } = this.#current;
      for (const [, { from, was: previous }] of this.#changedResources) {
        const { namespace, name } = previous.metadata;
        const resource = from.store.get(namespace, name);
        if (resource && isVisible(resource)) list.put(resource);
        else list.remove(previous);
      }
      this.#changedResources.clear();
      return list;
    }
    const list = new ResourceList(this.#query, {
      ownsThrough: this.#viewer.ownsThrough,
      describe: resource => ({
        ...describerOf(offering.engine)(resource),
        health: this.#live.healths.observeResource({ offering, resource }),
      }),
    });
    const allResources = informers.flatMap(informer => informer.store.list());
    list.replace(allResources.filter(isVisible));
    this.#current = { informers, visibility, list };
    this.#rows = new PageRows();
    this.#changedResources.clear();
    return list;
  }

  #informers(): SharedInformer[] {
    const offering = this.#live.offerings.byName(this.#offering);
    return offering ? resourcesOf(this.#live, offering) : [];
  }
}

/**
 * The watches on an offering's Resources: one on all of them, and where the
 * credential may not have that, those of the namespaces the catalog knows.
 */
function resourcesOf(live: ClusterWatches, offering: Offering) {
  const informers = live.allResources(offering);
  if (informers.every(({ state }) => state.kind !== 'denied')) return informers;
  const namespaceInformers = live.entities
    .namespacesOf(offering.name)
    .slice(0, MOST_NAMESPACES)
    .map(namespace => live.resourcesIn(offering, namespace))
    .filter(informer => informer !== undefined);
  return [...informers, ...namespaceInformers];
}

/** All but its status, which changes often and does not decide who may see what. */
const visibilityOf = oncePerObject(({ metadata }: Offering): string => {
  const { uid, generation, labels, annotations } = metadata;
  return JSON.stringify([uid, generation, labels, annotations]);
});

const isSame = (one: ListInputs, other: ListInputs) =>
  one.visibility === other.visibility &&
  one.informers.length === other.informers.length &&
  one.informers.every((informer, n) => informer === other.informers[n]);
