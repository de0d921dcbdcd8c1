import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { KRATIX_TAB } from '../utils/addresses';
import { readRef } from '../utils/readRef';

/** Where an entity's Kratix page is; undefined while it has no entity. */
export function useKratixHref(
  entityRef: string | undefined,
): string | undefined {
  const entityLink = useRouteRef(entityRouteRef);
  const entity = readRef(entityRef);
  const href = entity && entityLink?.(entity);
  return href && `${href}${KRATIX_TAB}`;
}
