import type { Entity } from '@backstage/catalog-model';
import { kratixTypeOf } from '@syntasso/plugin-ske-common';

// Functions: a predicate as data ignores case, where the exact value of the annotation counts.

/** Whether the page of a Promise is for an entity. */
export const promiseFilter = (entity: Entity): boolean =>
  kratixTypeOf(entity) === 'promise';

/** Whether the pages of a Resource are for an entity. */
export const resourceFilter = (entity: Entity): boolean =>
  kratixTypeOf(entity) === 'resource';

/** Whether any of our pages and cards is for an entity. */
export const kratixFilter = (entity: Entity): boolean =>
  kratixTypeOf(entity) !== undefined;
