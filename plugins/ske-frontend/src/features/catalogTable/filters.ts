import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import type {
  DefaultEntityFilters,
  EntityFilter,
} from '@backstage/plugin-catalog-react';
import { annotations } from '@syntasso/plugin-ske-common';

/** Where the catalog has an annotation. */
export const annotationPath = (name: string) => `metadata.annotations.${name}`;

const valueOf = (entity: Entity, name: string) =>
  entity.metadata.annotations?.[name];

/** Entities whose health is one of the chosen ones; asked of the catalog's backend. */
export class KratixHealthFilter implements EntityFilter {
  readonly values: string[];

  constructor(values: string[]) {
    this.values = values;
  }

  getCatalogFilters() {
    return { [annotationPath(annotations.health)]: this.values };
  }

  filterEntity(entity: Entity): boolean {
    return this.values.includes(valueOf(entity, annotations.health) ?? '');
  }

  toQueryValue() {
    return this.values;
  }
}

/** What somebody has to look at, or decide. */
export const CALLS = {
  attention: annotations.needsAttention,
  pullRequest: annotations.pullRequestUrl,
} as const;

/** See {@link CALLS}. */
export type Call = keyof typeof CALLS;

/** Entities that call for all of the chosen. */
export class KratixCallFilter implements EntityFilter {
  readonly values: string[];

  constructor(values: string[]) {
    this.values = values;
  }

  getCatalogFilters() {
    return Object.fromEntries(
      this.#names().map(name => [annotationPath(name), CATALOG_FILTER_EXISTS]),
    );
  }

  filterEntity(entity: Entity): boolean {
    return this.#names().every(name => valueOf(entity, name) !== undefined);
  }

  toQueryValue() {
    return this.values;
  }

  #names() {
    return this.values.filter(isCall).map(call => CALLS[call]);
  }
}

const isCall = (value: string): value is Call => value in CALLS;

/** The catalog's filters, with ours. */
export type KratixFilters = DefaultEntityFilters & {
  kratixHealth?: KratixHealthFilter;
  kratixCall?: KratixCallFilter;
};
