import {
  healthOrder,
  wholeGroupRef,
  type OfferedResource,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { ResourceDescription } from '../views/resourceSummary';

/** What a query asks of each Resource, for one viewer. */
export class ListQuery {
  readonly query: ResourcesQuery;
  readonly #isOfAll: boolean;
  readonly #searchText: string;
  /** Undefined for a service, for which all count as its own. */
  readonly #ownsThrough: ReadonlySet<string> | undefined;
  readonly #person: string | undefined;

  /** @param isOfAll - whether the list is of all offerings */
  constructor(
    query: ResourcesQuery,
    viewer: Pick<Viewer, 'ownsThrough' | 'person'>,
    isOfAll: boolean,
  ) {
    this.query = query;
    this.#isOfAll = isOfAll;
    this.#searchText = query.search.trim().toLocaleLowerCase('en');
    this.#ownsThrough = viewer.ownsThrough && new Set(viewer.ownsThrough);
    this.#person = viewer.person && wholeGroupRef(viewer.person);
  }

  /**
   * Whether a Resource is in the list, and counts. In one of all offerings, what is asked
   * for as the viewer's own is all that there is: the rest may be very much.
   */
  counts(description: ResourceDescription): boolean {
    const isInScope =
      !this.#isOfAll || !this.query.mine || this.#isMine(description);
    return isInScope && !description.isInternal;
  }

  /**
   * Whether a Resource that counts is found.
   *
   * @param isUrgent - whether it needs attention
   */
  matches(
    { offering, resource }: OfferedResource,
    description: ResourceDescription,
    isUrgent: boolean,
  ): boolean {
    const { name, namespace = '' } = resource.metadata;
    const { health, owner, requestedBy } = description;
    const { query } = this;
    return (
      (query.name === undefined || query.name === name) &&
      (query.namespace === undefined || query.namespace === namespace) &&
      (query.health === undefined || query.health === health.state) &&
      (!query.attention || isUrgent) &&
      (!query.mine || this.#isMine(description)) &&
      (!query.requestedByMe || this.#isByViewer(requestedBy)) &&
      this.#isSought([
        ...[name, namespace, owner],
        // Those of one offering have the same title.
        ...(this.#isOfAll ? [offering.title] : []),
      ])
    );
  }

  /** What it is sorted by, before its name. */
  sortValueOf(
    { offering, resource: { metadata } }: OfferedResource,
    { health, owner, version }: ResourceDescription,
  ): string {
    switch (this.query.sort) {
      case 'promise':
        return offering.title;
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

  #isSought(texts: string[]): boolean {
    return (
      this.#searchText === '' ||
      texts.some(text =>
        text.toLocaleLowerCase('en').includes(this.#searchText),
      )
    );
  }

  #isMine({ owner, requestedBy }: ResourceDescription): boolean {
    return (
      this.#ownsThrough === undefined ||
      this.#ownsThrough.has(wholeGroupRef(owner)) ||
      this.#isByViewer(requestedBy)
    );
  }

  #isByViewer(requestedBy: string | undefined): boolean {
    if (this.#ownsThrough === undefined) return true;
    return requestedBy !== undefined && requestedBy === this.#person;
  }
}
