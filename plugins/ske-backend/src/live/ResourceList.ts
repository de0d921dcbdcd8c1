import {
  needsAttention,
  type Manifest,
  type OfferedResource,
  type ResourcesPage,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { keyOf } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import type { ResourceDescription } from '../views/resourceSummary';
import { apiKey } from './apiKey';
import { ListQuery } from './ListQuery';
import { ResourceCounter } from './ResourceCounter';

/** A Resource in the list, with what it is sorted and counted by. */
interface Entry extends OfferedResource {
  description: ResourceDescription;
  needsAttention: boolean;
  sortValue: string;
  matchesQuery: boolean;
}

/** Part of a list, as a page shows it. */
export interface ListedPage extends Omit<ResourcesPage, 'rows' | 'denied'> {
  rows: Pick<Entry, 'offering' | 'resource' | 'description'>[];
}

/**
 * The Resources of an offering, or of all, as one query orders them. A Resource that
 * changes is found, taken out and put in again by binary search; nothing else moves.
 */
export class ResourceList {
  readonly #query: ListQuery;
  readonly #describe: (offered: OfferedResource) => ResourceDescription;
  /** By their API, and then by namespace and name. */
  readonly #entries = new Map<string, Map<string, Entry>>();
  #counter = new ResourceCounter();
  /** The same of each API, by its key. */
  readonly #counters = new Map<string, ResourceCounter>();
  #sorted: Entry[] = [];

  /**
   * @param options.viewer - who asks: the query may be about what is theirs
   * @param options.isOfAll - whether it is of all offerings; see {@link ListQuery}
   */
  constructor(
    query: ResourcesQuery,
    options: {
      viewer: Pick<Viewer, 'ownsThrough' | 'person'>;
      isOfAll: boolean;
      describe: (offered: OfferedResource) => ResourceDescription;
    },
  ) {
    this.#query = new ListQuery(query, options.viewer, options.isOfAll);
    this.#describe = options.describe;
  }

  /** Replaces all Resources. */
  replace(offeredResources: OfferedResource[]) {
    this.#entries.clear();
    this.#counter = new ResourceCounter();
    this.#counters.clear();
    for (const offered of offeredResources) {
      // In a repository two files may have the same Resource.
      const previousEntry = this.#find(offered.resource);
      if (previousEntry) this.#forget(previousEntry);
      const entry = this.#entryOf(offered);
      if (this.#query.counts(entry.description)) this.#remember(entry);
    }
    this.#sorted = [...this.#entries.values()]
      .flatMap(entries => [...entries.values()])
      .filter(({ matchesQuery }) => matchesQuery)
      .sort(this.#compare);
  }

  /** Replaces the Resources of one API, see {@link apiKey}. */
  replaceOf(api: string, offeredResources: OfferedResource[]) {
    const presentKeys = new Set(
      offeredResources.map(({ resource }) => keyOf(resource)),
    );
    for (const [key, { resource }] of [...(this.#entries.get(api) ?? [])]) {
      if (!presentKeys.has(key)) this.remove(resource);
    }
    offeredResources.forEach(offered => this.put(offered));
  }

  /** Adds a Resource, or replaces it by its present state. */
  put(offered: OfferedResource) {
    const previous = this.#find(offered.resource);
    const entry = this.#entryOf(offered);
    const isCounted = this.#query.counts(entry.description);
    const staysInPlace =
      previous !== undefined &&
      previous.sortValue === entry.sortValue &&
      previous.matchesQuery === entry.matchesQuery &&
      isCounted;
    if (staysInPlace) {
      this.#forget(previous);
      this.#remember(entry);
      if (entry.matchesQuery) this.#sorted[this.#indexOf(entry)] = entry;
      return;
    }
    this.remove(offered.resource);
    if (!isCounted) return;
    this.#remember(entry);
    if (entry.matchesQuery) this.#sorted.splice(this.#indexOf(entry), 0, entry);
  }

  remove(resource: Manifest) {
    const entry = this.#find(resource);
    if (!entry) return;
    this.#forget(entry);
    if (entry.matchesQuery) this.#sorted.splice(this.#indexOf(entry), 1);
  }

  /** The page that the query asks for; the first page where it asks beyond the end. */
  page(): ListedPage {
    const { limit, offset: wantedOffset } = this.#query.query;
    const matching = this.#sorted.length;
    const offset = wantedOffset < matching ? wantedOffset : 0;
    return {
      ...this.#counter.counts,
      matching,
      offset,
      rows: this.#sorted.slice(offset, offset + limit),
    };
  }

  /** All that are in the list, whether the query finds them or not. */
  get counter(): ResourceCounter {
    return this.#counter;
  }

  /** The same of one API, see {@link apiKey}; undefined where it never had any. */
  counterOf(api: string): ResourceCounter | undefined {
    return this.#counters.get(api);
  }

  #find(resource: Manifest): Entry | undefined {
    return this.#entries.get(apiKey(resource))?.get(keyOf(resource));
  }

  #entryOf(offered: OfferedResource): Entry {
    const { offering, resource } = offered;
    const description = this.#describe(offered);
    const isUrgent = needsAttention(
      description.health,
      resource.metadata,
      new Date(),
    );
    return {
      offering,
      resource,
      description,
      needsAttention: isUrgent,
      sortValue: this.#query.sortValueOf(offered, description),
      matchesQuery: this.#query.matches(offered, description, isUrgent),
    };
  }

  #remember(entry: Entry) {
    const api = apiKey(entry.resource);
    const entries = this.#entries.get(api) ?? new Map<string, Entry>();
    this.#entries.set(api, entries.set(keyOf(entry.resource), entry));
    this.#count(entry, 1);
  }

  #forget(entry: Entry) {
    const api = apiKey(entry.resource);
    const entries = this.#entries.get(api);
    entries?.delete(keyOf(entry.resource));
    if (entries?.size === 0) this.#entries.delete(api);
    this.#count(entry, -1);
  }

  #count(entry: Entry, change: 1 | -1) {
    const api = apiKey(entry.resource);
    const counterOfApi = this.#counters.get(api) ?? new ResourceCounter();
    this.#counters.set(api, counterOfApi);
    for (const counter of [this.#counter, counterOfApi])
      counter.change(entry, change);
  }

  /** No two are equal: an API has a name once in a namespace. */
  readonly #compare = (one: Entry, other: Entry): number => {
    const { descending, sort } = this.#query.query;
    // The youngest, which comes first, has the latest time.
    const direction = descending === (sort === 'age') ? 1 : -1;
    const a = one.resource;
    const b = other.resource;
    return (
      direction * compareTexts(one.sortValue, other.sortValue) ||
      compareTexts(a.metadata.name, b.metadata.name) ||
      compareTexts(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
      compareTexts(apiKey(a), apiKey(b))
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
