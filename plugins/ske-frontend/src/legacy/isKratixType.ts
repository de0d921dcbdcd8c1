import type { Entity } from '@backstage/catalog-model';
import { identify } from '@syntasso/plugin-ske-common';
import type { ResourceType } from './types';

/**
 * For `EntitySwitch.Case if={isKratixType('promise')}`.
 *
 * @public
 */
export function isKratixType(type: ResourceType): (entity: Entity) => boolean {
  return entity => {
    const identity = identify(entity);
    return (
      (identity.kind === 'invalid' ? identity.meant : identity.kind) === type
    );
  };
}
