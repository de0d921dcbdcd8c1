import type {
  Manifest,
  PromiseApi,
  ResourcesQuery,
  ResourceSummary,
  StreamEvent,
} from '@syntasso/plugin-ske-common';
import { keyOf, type SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import { apiOf } from '../entities/apiOf';
import { oncePerObject } from '../utils/oncePerObject';
import {
  summarizeResource,
  type ResourceDescription,
} from '../views/resourceSummary';
import type { LivePlatform } from './LivePlatform';
import type {
  Dependency,
  ViewState,
  ViewBuilder,
  Watchable,
} from './LiveSource';
import { buildForViewer } from './buildForViewer';
import { findDenial } from './refusalEvent';
import { ResourceList } from './ResourceList';

const NAMESPACES_TRIED = 25;

/** What decides which Resources are in the list; with another one it is made anew. */
interface Basis {
  informers: SharedInformer[];
  /** Of the Promise: what it says about who may see its Resources. */
  rules: string;
}

/**
 * Some of a Promise's Resources, in the order of a query. Whoever may see the
 * same shares it; a Resource that changes costs its own place in the list.
 */
export class ResourcesViewBuilder implements ViewBuilder {
  /** Many change at the same time, when a Promise does; nobody reads faster. */
  readonly pauseMs = 200;
  readonly #live: LivePlatform;
  readonly #promise: string;
  readonly #viewer: Viewer;
  readonly #list: ResourceList;
  readonly #entityNames: Watchable;
  #rows = new PageRows();
  readonly #changed = new Map<
    string,
    { from: SharedInformer; was: Manifest }
  >();
  #basis: Basis | undefined;

  constructor(
    live: LivePlatform,
    promise: string,
    query: ResourcesQuery,
    viewer: Viewer,
  ) {
    this.#live = live;
    this.#promise = promise;
    this.#viewer = viewer;
    this.#list = new ResourceList(query, { ownedBy: viewer.ownedBy });
    this.#entityNames = {
      subscribe: ({ onState }) => live.entities.onPublished(onState),
    };
  }

  dependencies(): Dependency[] {
    return [
      {
        informer: this.#live.promises,
        concerns: object => object.metadata.name === this.#promise,
      },
      // A Resource gets its entity, and with it a link, some time after it appears.
      { informer: this.#entityNames },
      ...this.#informers().map(informer => ({
        informer,
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
      this.#promise,
      this.#viewer,
      informers,
      promise => {
        isShown = true;
        return this.#page(promise, informers);
      },
    );
    // What changes while nothing is watched is not heard of.
    if (!isShown) {
      this.#basis = undefined;
      this.#changed.clear();
    }
    return state;
  }

  #page(promise: Manifest, informers: SharedInformer[]): StreamEvent {
    this.#update(promise, informers);
    const page = this.#list.page();
    const rows = this.#rows.of(
      page.rows.map(row => ({
        ...row,
        promise,
        entityRef: this.#live.entities.componentRef(row.resource),
      })),
    );
    return {
      kind: 'resources',
      page: { ...page, rows, denied: findDenial(informers)?.message },
      order: rows.map(({ uid }) => uid),
    };
  }

  #update(promise: Manifest, informers: SharedInformer[]) {
    const basis = { informers, rules: rulesOf(promise) };
    const isVisible = (resource: Manifest) =>
      !this.#viewer.resourceRefusal(resource, promise);
    if (isSame(this.#basis, basis)) {
      for (const [, { from, was }] of this.#changed) {
        const { namespace, name } = was.metadata;
        const resource = from.store.get(namespace, name);
        if (resource && isVisible(resource)) this.#list.put(resource);
        else this.#list.remove(was);
      }
    } else {
      this.#basis = basis;
      this.#rows = new PageRows();
      const all = informers.flatMap(informer => informer.store.list());
      this.#list.replace(all.filter(isVisible));
    }
    this.#changed.clear();
  }

  #informers(): SharedInformer[] {
    const promise = this.#live.promises.store.get(undefined, this.#promise);
    const api = promise && apiOf(promise);
    return api ? resourcesOf(this.#live, this.#promise, api) : [];
  }
}

/**
 * The watches on a Promise's Resources: one on all of them, and where the
 * credential may not have that, those of the namespaces the catalog knows.
 */
function resourcesOf(live: LivePlatform, promise: string, api: PromiseApi) {
  const all = live.allResources(api);
  if (all.every(({ state }) => state.kind !== 'denied')) return all;
  const each = live.entities
    .namespacesOf(promise)
    .slice(0, NAMESPACES_TRIED)
    .map(namespace => live.resources(api, namespace));
  return [...all, ...each];
}

/** Its status changes often, and says nothing about who may see what. */
const rulesOf = oncePerObject(({ metadata }: Manifest): string => {
  const { uid, generation, labels, annotations } = metadata;
  return JSON.stringify([uid, generation, labels, annotations]);
});

const isSame = (one: Basis | undefined, other: Basis) =>
  one?.rules === other.rules &&
  one.informers.length === other.informers.length &&
  one.informers.every((informer, n) => informer === other.informers[n]);

/** What a row is made from. */
interface RowParts {
  resource: Manifest;
  description: ResourceDescription;
  promise: Manifest;
  entityRef: string | undefined;
}

/** Rows of a page: the same one again as long as nothing in it has changed. */
export class PageRows {
  #made: { parts: RowParts; row: ResourceSummary }[] = [];

  of(page: RowParts[]): ResourceSummary[] {
    this.#made = page.map(parts => {
      const made = this.#made.find(
        ({ parts: { resource, entityRef } }) =>
          resource === parts.resource && entityRef === parts.entityRef,
      );
      if (made) return made;
      const { resource, description } = parts;
      return { parts, row: summarizeResource(resource, description, parts) };
    });
    return this.#made.map(({ row }) => row);
  }
}
