import type { Entity } from '@backstage/catalog-model';
import {
  filterPredicateToFilterFunction,
  type FilterPredicate,
} from '@backstage/filter-predicates';
import type {
  DefaultEntityFilters,
  EntityFilter,
} from '@backstage/plugin-catalog-react';
import { annotations } from '@syntasso/plugin-ske-common';
import { ATTENTION } from '../../utils/healthChoice';

/** Where the catalog has the health of an entity. */
export const HEALTH = `metadata.annotations.${annotations.health}` as const;
const NEEDS_ATTENTION =
  `metadata.annotations.${annotations.needsAttention}` as const;
const PULL_REQUEST =
  `metadata.annotations.${annotations.pullRequestUrl}` as const;

/** Chosen by what is on its way: entities with an open pull request. */
export const OPEN_PULL_REQUEST = 'pullRequest';

/** Those who publish entities may know states only; all of ours also say what is urgent. */
const NEEDING_ATTENTION: FilterPredicate = {
  $any: [
    { [NEEDS_ATTENTION]: 'true' },
    { [HEALTH]: { $in: ['failed', 'degraded'] } },
  ],
};

/**
 * Entities with one of the chosen states, or that need attention; asked of the catalog's
 * backend.
 */
export class KratixHealthFilter implements EntityFilter {
  /** States, and {@link ATTENTION}. */
  readonly values: string[];

  constructor(values: string[]) {
    this.values = values;
  }

  getCatalogQuery(): FilterPredicate {
    const states = this.values.filter(value => value !== ATTENTION);
    return {
      $any: [
        ...(states.length < this.values.length ? [NEEDING_ATTENTION] : []),
        ...(states.length > 0 ? [{ [HEALTH]: { $in: states } }] : []),
      ],
    };
  }

  filterEntity(entity: Entity): boolean {
    return filterPredicateToFilterFunction(this.getCatalogQuery())(entity);
  }

  toQueryValue() {
    return this.values;
  }
}

/** Entities of which something is on its way: those with an open pull request. */
export class KratixCallFilter implements EntityFilter {
  readonly values = [OPEN_PULL_REQUEST];

  getCatalogQuery(): FilterPredicate {
    return { [PULL_REQUEST]: { $exists: true } };
  }

  filterEntity(entity: Entity): boolean {
    return filterPredicateToFilterFunction(this.getCatalogQuery())(entity);
  }

  toQueryValue() {
    return this.values;
  }
}

/** The catalog's filters, with ours. */
export type KratixFilters = DefaultEntityFilters & {
  kratixHealth?: KratixHealthFilter;
  kratixCall?: KratixCallFilter;
};
