import {
  oncePerObject,
  refOf,
  type ListSubject,
  type Manifest,
  type OfferedResource,
  type Offering,
  type ResourcesPage,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import { objectKey } from '../entities/OfferedObjects';
import { describeResource } from '../views/resourceSummary';
import { apiKey, offeredApiKey } from './apiKey';
import type { HealthSubject } from './ClusterEngine';
import type { ClusterWatches } from './ClusterWatches';
import { PageRows } from './PageRows';
import type { ResourceCounter } from './ResourceCounter';
import { ResourceList } from './ResourceList';

/** Most namespaces of an offering that are watched one by one for a list. */
const MOST_NAMESPACES = 25;

/** The Resources of one offering, and what they were listed from. */
interface Part {
  /** As it was when they were listed: all of them keep the same definition alive. */
  offering: Offering;
  informers: SharedInformer[];
  /** What of the offering decides who may see its Resources, as text. */
  visibility: string;
}

/** Where a Resource is, or was before it changed. */
interface FoundResource {
  from: SharedInformer;
  was: Manifest;
}

/**
 * The Resources that one viewer may see, of one offering or of all, as a query orders
 * them. A changed Resource is only moved, and of an offering that is another one only its
 * own Resources are listed again.
 */
export class LiveResourceList {
  readonly #live: ClusterWatches;
  readonly #subject: ListSubject;
  readonly #viewer: Viewer;
  readonly #changedResources = new Map<string, FoundResource>();
  /** By their API, see {@link apiKey}. */
  #parts = new Map<string, Part>();
  /** APIs whose Resources have to be listed again. */
  readonly #outdatedApis = new Set<string>();
  #list: ResourceList | undefined;
  #rows = new PageRows();

  constructor(live: ClusterWatches, subject: ListSubject, viewer: Viewer) {
    this.#live = live;
    this.#subject = subject;
    this.#viewer = viewer;
  }

  /** The offerings whose Resources it has. */
  offerings(): Offering[] {
    const { offerings } = this.#live;
    if (this.#subject.kind === 'resources') {
      const offering = offerings.byName(this.#subject.promise);
      return offering ? [offering] : [];
    }
    // Of two that claim the same API one counts, as for the page of a Resource.
    return offerings
      .list()
      .filter(({ api, name }) => api && offerings.byApi(api)?.name === name);
  }

  /**
   * The watches on an offering's Resources: one on all of them, and where the
   * credential may not have that, those of the namespaces the catalog knows.
   */
  informersOf(offering: Offering): SharedInformer[] {
    const informers = this.#live.allResources(offering);
    if (informers.every(({ state }) => state.kind !== 'denied'))
      return informers;
    const namespaceInformers = this.#live.entities
      .namespacesOf(offering.name)
      .slice(0, MOST_NAMESPACES)
      .map(namespace => this.#live.resourcesIn(offering, namespace))
      .filter(informer => informer !== undefined);
    return [...informers, ...namespaceInformers];
  }

  /** A Resource of these, as it is now; undefined where it is not there. */
  find(resource: Manifest): FoundResource | undefined {
    const offering = this.#offeringOf(resource);
    return offering && this.#findIn(offering, resource.metadata);
  }

  /** The Resource whose health something decides. */
  findSubject({ offering: name, resource }: HealthSubject) {
    const { promise = name } = this.#oneOffering;
    const offering =
      promise === name ? this.#live.offerings.byName(name) : undefined;
    return offering && resource && this.#findIn(offering, resource);
  }

  /** Notes that a Resource has changed, or something that decides its health. */
  markChanged({ from, was }: FoundResource) {
    this.#changedResources.set(objectKey(refOf(was)), { from, was });
    const offering = this.#offeringOf(was);
    const resource = from.store.get(was.metadata.namespace, was.metadata.name);
    // The answer is not used here. A failure must be shown even if it has ended by
    // the time that somebody asks again.
    if (offering && resource)
      this.#live.healths.observeResource({ offering, resource });
  }

  /** The row of the Resource with this key; undefined when it is not on the page. */
  rowOf(key: string): ResourceSummary | undefined {
    return this.#rows.rowOf(key);
  }

  /**
   * Notes which offerings there are, and which watches tell of their Resources. To be
   * called whenever these are subscribed to: in between changes are missed.
   */
  refresh() {
    const partsBefore = this.#parts;
    this.#parts = this.#readParts(partsBefore);
    for (const api of [...partsBefore.keys(), ...this.#parts.keys()]) {
      if (partsBefore.get(api) !== this.#parts.get(api))
        this.#outdatedApis.add(api);
    }
  }

  /** Lets go of everything; it is listed again when somebody may see it. */
  forget() {
    this.#list = undefined;
    this.#changedResources.clear();
  }

  /** The page as it is now. */
  page(): Omit<ResourcesPage, 'denied'> {
    const page = this.#update().page();
    const rows = this.#rows.of(
      page.rows.map(row => ({
        ...row,
        entityRef: this.#live.entities.componentRef(refOf(row.resource)),
      })),
    );
    return { ...page, rows };
  }

  /** How many there are now: in all, and of one offering. */
  counters(): {
    all: ResourceCounter;
    of: (offering: Offering) => ResourceCounter | undefined;
  } {
    const list = this.#update();
    return {
      all: list.counter,
      of: ({ api }) => api && list.counterOf(offeredApiKey(api)),
    };
  }

  /** Whether there are Resources of an offering that the viewer may see. */
  hasAnyOf(offering: Offering): boolean {
    const total = this.counters().of(offering)?.counts.total;
    return total !== undefined && total > 0;
  }

  /** The list as it is now. */
  #update(): ResourceList {
    const isAllOutdated = [...this.#parts.keys()].every(api =>
      this.#outdatedApis.has(api),
    );
    if (this.#list && !isAllOutdated) {
      for (const api of this.#outdatedApis) {
        const part = this.#parts.get(api);
        this.#list.replaceOf(api, part ? this.#visibleIn(part) : []);
      }
      for (const found of this.#changedResources.values())
        this.#move(this.#list, found);
    } else this.#list = this.#makeList();
    // A row also shows something of its offering.
    if (this.#outdatedApis.size > 0) this.#rows = new PageRows();
    this.#outdatedApis.clear();
    this.#changedResources.clear();
    return this.#list;
  }

  /** The parts as they are now; those that are as before are the same objects. */
  #readParts(partsBefore: ReadonlyMap<string, Part>): Map<string, Part> {
    const parts = new Map<string, Part>();
    for (const offering of this.offerings()) {
      if (!offering.api) continue;
      const part: Part = {
        offering,
        informers: this.informersOf(offering),
        visibility: visibilityOf(offering),
      };
      const key = offeredApiKey(offering.api);
      const before = partsBefore.get(key);
      parts.set(key, before && isSame(before, part) ? before : part);
    }
    return parts;
  }

  #makeList(): ResourceList {
    const list = new ResourceList(this.#subject.query, {
      viewer: this.#viewer,
      isOfAll: this.#subject.kind === 'allResources',
      describe: ({ offering: listed, resource }) => {
        const offering = this.#offeringOf(resource) ?? listed;
        return {
          ...describeResource({ offering, resource }),
          health: this.#live.healths.observeResource({ offering, resource }),
        };
      },
    });
    list.replace(
      [...this.#parts.values()].flatMap(part => this.#visibleIn(part)),
    );
    return list;
  }

  #visibleIn({ offering, informers }: Part): OfferedResource[] {
    return informers
      .flatMap(informer => informer.store.list())
      .map(resource => ({ offering, resource }))
      .filter(offered => !this.#viewer.resourceRefusal(offered));
  }

  #move(list: ResourceList, { from, was }: FoundResource) {
    const part = this.#parts.get(apiKey(was));
    const { namespace, name } = was.metadata;
    const resource = from.store.get(namespace, name);
    const offered = part && resource && { offering: part.offering, resource };
    if (offered && !this.#viewer.resourceRefusal(offered)) list.put(offered);
    else list.remove(was);
  }

  get #oneOffering(): { promise?: string } {
    return this.#subject.kind === 'resources' ? this.#subject : {};
  }

  #offeringOf(resource: Manifest): Offering | undefined {
    const { promise } = this.#oneOffering;
    return promise === undefined
      ? this.#live.offerings.byKind(resource)
      : this.#live.offerings.byName(promise);
  }

  #findIn(
    offering: Offering,
    { namespace, name }: { namespace?: string; name: string },
  ): FoundResource | undefined {
    for (const from of this.informersOf(offering)) {
      const was = from.store.get(namespace, name);
      if (was) return { from, was };
    }
    return undefined;
  }
}

/** All but its status, which changes often and does not decide who may see what. */
const visibilityOf = oncePerObject((offering: Offering): string => {
  const { uid, generation, labels, annotations } = offering.metadata;
  const { title, owner, resourceOwner } = offering;
  return JSON.stringify([
    ...[uid, generation, labels, annotations],
    ...[title, owner, resourceOwner],
  ]);
});

const isSame = (one: Part, other: Part) =>
  one.visibility === other.visibility &&
  one.informers.length === other.informers.length &&
  one.informers.every((informer, n) => informer === other.informers[n]);
