import {
  healthOrder,
  needsAttention,
  wholeGroupRef,
  type HealthState,
  type Manifest,
  type ResourcesPage,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { keyOf } from '@syntasso/plugin-ske-node';
import type { ResourceDescription } from '../views/resourceSummary';

/** A Resource in the list, with what it is sorted and counted by. */
interface Entry {
  resource: Manifest;
  description: ResourceDescription;
  needsAttention: boolean;
  sortValue: string;
  matchesQuery: boolean;
}

/** Part of a list, as a page shows it. */
export interface ListedPage extends Omit<ResourcesPage, 'rows' | 'denied'> {
  rows: Pick<Entry, 'resource' | 'description'>[];
}

/**
 * The Resources of an offering as one query orders them. A Resource that changes
 * is found, taken out and put in again by binary search; nothing else moves.
 */
export class ResourceList {
  readonly #query: ResourcesQuery;
  readonly #searchText: string;
  readonly #isMine: (owner: string) => boolean;
  readonly #describe: (resource: Manifest) => ResourceDescription;
  readonly #entries = new Map<string, Entry>();
  readonly #byHealth = new Map<HealthState, number>();
  #attention = 0;
  #sorted: Entry[] = [];

  /**
   * @param options.ownsThrough - entity references by which the viewer owns things (the
   * person and their groups); undefined for a service, for which all count as its own
   */
  constructor(
    query: ResourcesQuery,
    options: {
      ownsThrough: string[] | undefined;
      describe: (resource: Manifest) => ResourceDescription;
    },
  ) {
    this.#query = query;
    this.#searchText = query.search.trim().toLocaleLowerCase('en');
    const { ownsThrough } = options;
    this.#isMine = owner =>
      ownsThrough === undefined || ownsThrough.includes(wholeGroupRef(owner));
    this.#describe = options.describe;
  }

  /** Replaces all Resources. */
  replace(resources: Manifest[]) {
    this.#entries.clear();
    this.#byHealth.clear();
    this.#attention = 0;
    for (const resource of resources) {
      // In a repository two files may have the same Resource.
      const previousEntry = this.#entries.get(keyOf(resource));
      if (previousEntry) this.#count(previousEntry, -1);
      const entry = this.#entryOf(resource);
      if (entry.description.isInternal) continue;
      this.#entries.set(keyOf(resource), entry);
      this.#count(entry, 1);
    }
    this.#sorted = [...this.#entries.values()]
      .filter(({ matchesQuery }) => matchesQuery)
      .sort(this.#compare);
  }

  /** Adds a Resource, or replaces it by its present state. */
  put(resource: Manifest) {
    const key = keyOf(resource);
    const previous = this.#entries.get(key);
    const entry = this.#entryOf(resource);
    const staysInPlace =
      previous !== undefined &&
      previous.sortValue === entry.sortValue &&
      previous.matchesQuery === entry.matchesQuery &&
      !entry.description.isInternal;
    if (!staysInPlace) {
      this.remove(resource);
      this.#add(key, entry);
      return;
    }
    this.#count(previous, -1);
    this.#count(entry, 1);
    this.#entries.set(key, entry);
    if (entry.matchesQuery) this.#sorted[this.#indexOf(entry)] = entry;
  }

  #add(key: string, entry: Entry) {
    if (entry.description.isInternal) return;
    this.#entries.set(key, entry);
    this.#count(entry, 1);
    if (entry.matchesQuery) this.#sorted.splice(this.#indexOf(entry), 0, entry);
  }

  remove(resource: Manifest) {
    const key = keyOf(resource);
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#count(entry, -1);
    if (entry.matchesQuery) this.#sorted.splice(this.#indexOf(entry), 1);
  }

  /** The page that the query asks for; the first page where it asks beyond the end. */
  page(): ListedPage {
    const { limit } = this.#query;
    const matching = this.#sorted.length;
    const offset = this.#query.offset < matching ? this.#query.offset : 0;
    return {
      total: this.#entries.size,
      byHealth: Object.fromEntries(this.#byHealth),
      attention: this.#attention,
      matching,
      offset,
      rows: this.#sorted.slice(offset, offset + limit),
    };
  }

  #entryOf(resource: Manifest): Entry {
    const description = this.#describe(resource);
    const isUrgent = needsAttention(
      description.health,
      resource.metadata,
      new Date(),
    );
    return {
      resource,
      description,
      needsAttention: isUrgent,
      sortValue: this.#sortValueOf(resource, description),
      matchesQuery: this.#matchesQuery(resource, description, isUrgent),
    };
  }

  #sortValueOf(
    { metadata }: Manifest,
    { health, owner, version }: ResourceDescription,
  ): string {
    switch (this.#query.sort) {
      case 'namespace':
        return metadata.namespace ?? '';
      case 'health':
        return String(healthOrder[health.state]);
      case 'version':
        return version ?? '';
      case 'owner':
        return owner;
      case 'age':
        return metadata.creationTimestamp ?? '';
      default:
        return metadata.name;
    }
  }

  #matchesQuery(
    { metadata: { name, namespace = '' } }: Manifest,
    { health, owner }: ResourceDescription,
    isUrgent: boolean,
  ): boolean {
    const query = this.#query;
    return (
      (query.name === undefined || query.name === name) &&
      (query.namespace === undefined || query.namespace === namespace) &&
      (query.health === undefined || query.health === health.state) &&
      (!query.attention || isUrgent) &&
      (!query.mine || this.#isMine(owner)) &&
      (this.#searchText === '' ||
        [name, namespace, owner].some(text =>
          text.toLocaleLowerCase('en').includes(this.#searchText),
        ))
    );
  }

  #count(entry: Entry, change: 1 | -1) {
    if (entry.needsAttention) this.#attention += change;
    const { state } = entry.description.health;
    const count = (this.#byHealth.get(state) ?? 0) + change;
    if (count === 0) this.#byHealth.delete(state);
    else this.#byHealth.set(state, count);
  }

  /** No two are equal: a name is there once in a namespace. */
  readonly #compare = (one: Entry, other: Entry): number => {
    const { descending, sort } = this.#query;
    // The youngest, which comes first, has the latest time.
    const direction = descending === (sort === 'age') ? 1 : -1;
    const a = one.resource.metadata;
    const b = other.resource.metadata;
    return (
      direction * compareTexts(one.sortValue, other.sortValue) ||
      compareTexts(a.name, b.name) ||
      compareTexts(a.namespace ?? '', b.namespace ?? '')
    );
  };

  /** Where an entry is, or belongs. */
  #indexOf(entry: Entry): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#compare(this.#sorted[middle], entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** By code units: names have no language, and this is fast. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
