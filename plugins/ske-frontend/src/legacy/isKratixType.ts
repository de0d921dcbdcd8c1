import type { Entity } from '@backstage/catalog-model';
import { kratixTypeOf } from '@syntasso/plugin-ske-common';
import type { ResourceType } from './types';

/**
 * Whether an entity is a Promise, or a Resource: for
 * `EntitySwitch.Case if={isKratixType('promise')}`.
 *
 * @public
 */
export function isKratixType(type: ResourceType): (entity: Entity) => boolean {
  return entity => kratixTypeOf(entity) === type;
}

/** Whether an entity is a Promise, for hosts that take a condition by its name. @public */
export const isKratixPromise: (entity: Entity) => boolean =
  isKratixType('promise');

/** Whether an entity is a Resource, for hosts that take a condition by its name. @public */
export const isKratixResource: (entity: Entity) => boolean =
  isKratixType('resource');
