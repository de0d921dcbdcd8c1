import { isDeepStrictEqual } from 'node:util';
import type {
  OfferedResource,
  ResourceSummary,
} from '@syntasso/plugin-ske-common';
import {
  summarizeResource,
  type ResourceDescription,
} from '../views/resourceSummary';

/** What a row is made from. */
interface RowParts extends OfferedResource {
  description: ResourceDescription;
  entityRef: string | undefined;
}

/**
 * The rows of a page. A row in which nothing has changed stays the same object, by which a
 * stream knows that it need not be sent again.
 */
export class PageRows {
  #previous: { parts: RowParts; row: ResourceSummary }[] = [];

  of(page: RowParts[]): ResourceSummary[] {
    this.#previous = page.map(parts => {
      const unchanged = this.#previous.find(
        ({ parts: { resource, entityRef, description } }) =>
          resource === parts.resource &&
          entityRef === parts.entityRef &&
          isDeepStrictEqual(description.health, parts.description.health),
      );
      if (unchanged) return unchanged;
      const { description, entityRef } = parts;
      return { parts, row: summarizeResource(parts, description, entityRef) };
    });
    return this.#previous.map(({ row }) => row);
  }
}
