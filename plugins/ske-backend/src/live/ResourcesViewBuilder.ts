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

const NAMESPACES_TRIED = 25;

/** What decides which Resources are in the list; when it changes, the list is made again. */
interface Basis {
  informers: SharedInformer[];
  /** Of the offering: what it says about who may see its Resources. */
  rules: string;
}

/**
 * A page of an offering's Resources, as a query orders them. Viewers who may see the
 * same share it. A changed Resource is only moved; the others are not sorted again.
 */
export class ResourcesViewBuilder implements ViewBuilder {
  /** When an offering changes, many Resources do; a person cannot read faster than this. */
  readonly pauseMs = 200;
  readonly #live: ClusterWatches;
  readonly #offering: string;
  readonly #viewer: Viewer;
  readonly #query: ResourcesQuery;
  readonly #entityNames: Watch;
  #rows = new PageRows();
  readonly #changed = new Map<
    string,
    { from: SharedInformer; was: Manifest }
  >();
  #basis: (Basis & { list: ResourceList }) | undefined;

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
          this.#changed.set(keyOf(object), { from: informer, was: object });
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
      this.#basis = undefined;
      this.#changed.clear();
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
    const rules = rulesOf(offering);
    const isVisible = (resource: Manifest) =>
      !this.#viewer.resourceRefusal({ offering, resource });
    if (this.#basis && isSame(this.#basis, { informers, rules })) {
      const { list } = this.#basis;
      for (const [, { from, was: before }] of this.#changed) {
        const { namespace, name } = before.metadata;
        const resource = from.store.get(namespace, name);
        if (resource && isVisible(resource)) list.put(resource);
        else list.remove(before);
      }
      this.#changed.clear();
      return list;
    }
    const list = new ResourceList(this.#query, {
      ownedBy: this.#viewer.ownedBy,
      describe: describerOf(offering.engine),
    });
    const all = informers.flatMap(informer => informer.store.list());
    list.replace(all.filter(isVisible));
    this.#basis = { informers, rules, list };
    this.#rows = new PageRows();
    this.#changed.clear();
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
  const all = live.allResources(offering);
  if (all.every(({ state }) => state.kind !== 'denied')) return all;
  const each = live.entities
    .namespacesOf(offering.name)
    .slice(0, NAMESPACES_TRIED)
    .map(namespace => live.resourcesIn(offering, namespace))
    .filter(informer => informer !== undefined);
  return [...all, ...each];
}

/** All but its status, which changes often and does not decide who may see what. */
const rulesOf = oncePerObject(({ metadata }: Offering): string => {
  const { uid, generation, labels, annotations } = metadata;
  return JSON.stringify([uid, generation, labels, annotations]);
});

const isSame = (one: Basis, other: Basis) =>
  one.rules === other.rules &&
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
