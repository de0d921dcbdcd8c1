import {
  oncePerObject,
  refOf,
  type Manifest,
  type OfferedResource,
  type Offering,
  type ResourcesQuery,
  type ResourceSummary,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import { keyOf, type SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import {
  describerOf,
  summarizeResource,
  type ResourceDescription,
} from '../views/resourceSummary';
import type { ClusterWatches } from './ClusterWatches';
import type { Dependency, ViewState, ViewBuilder, Watch } from './LiveSource';
import { buildForViewer } from './buildForViewer';
import { findDenial, findIncompleteReadError } from './refusalEvent';
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
      subscribe: ({ onState }) => live.entities.onPublished(onState),
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
        onChange: (object: Manifest) => {
          this.#changedResources.set(keyOf(object), {
            from: informer,
            was: object,
          });
        },
      })),
    ];
  }

  build(): ViewState {
    const informers = this.#informers();
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
      describe: describerOf(offering.engine),
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

/** What a row is made from. */
interface RowParts extends OfferedResource {
  description: ResourceDescription;
  entityRef: string | undefined;
}

/** Rows of a page: the same one again as long as nothing in it has changed. */
export class PageRows {
  #previous: { parts: RowParts; row: ResourceSummary }[] = [];

  of(page: RowParts[]): ResourceSummary[] {
    this.#previous = page.map(parts => {
      const unchanged = this.#previous.find(
        ({ parts: { resource, entityRef } }) =>
          resource === parts.resource && entityRef === parts.entityRef,
      );
      if (unchanged) return unchanged;
      const { description, entityRef } = parts;
      return { parts, row: summarizeResource(parts, description, entityRef) };
    });
    return this.#previous.map(({ row }) => row);
  }
}
