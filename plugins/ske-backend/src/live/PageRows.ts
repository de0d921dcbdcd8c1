import { isDeepStrictEqual } from 'node:util';
import {
  refOf,
  type OfferedResource,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { objectKey } from '../entities/OfferedObjects';
import {
  summarizeResource,
  type ResourceDescription,
} from '../views/resourceSummary';

/** What a row is made from. */
interface RowParts extends OfferedResource {
  description: ResourceDescription;
  entityRef: string | undefined;
}

interface ShownRow {
  parts: RowParts;
  row: ResourceSummary;
}

/**
 * The rows of a page. A row in which nothing has changed stays the same object, by which a
 * stream knows that it need not be sent again.
 */
export class PageRows {
  #shown = new Map<string, ShownRow>();

  of(page: RowParts[]): ResourceSummary[] {
    const shownBefore = this.#shown;
    this.#shown = new Map(
      page.map((parts): [string, ShownRow] => {
        const key = objectKey(refOf(parts.resource));
        const before = shownBefore.get(key);
        if (before && isSame(before.parts, parts)) return [key, before];
        const { description, entityRef } = parts;
        const row = summarizeResource(parts, description, entityRef);
        return [key, { parts, row }];
      }),
    );
    return [...this.#shown.values()].map(({ row }) => row);
  }

  /** The row of the Resource with this key; undefined when it is not on the page. */
  rowOf(key: string): ResourceSummary | undefined {
    return this.#shown.get(key)?.row;
  }
}

const isSame = (one: RowParts, other: RowParts) =>
  one.resource === other.resource &&
  one.offering.title === other.offering.title &&
  one.entityRef === other.entityRef &&
  isDeepStrictEqual(one.description.health, other.description.health);
