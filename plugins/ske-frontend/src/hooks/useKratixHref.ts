import { useApiHolder, useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { kratixPageApiRef } from '../api/kratixPageApi';
import { KRATIX_TAB } from '../utils/addresses';
import { readRef } from '../utils/readRef';

/** Where an entity's Kratix page is; undefined while it has no entity. */
export function useKratixHref(
  entityRef: string | undefined,
): string | undefined {
  const entityLink = useRouteRef(entityRouteRef);
  const { path } = useApiHolder().get(kratixPageApiRef) ?? { path: KRATIX_TAB };
  const entity = readRef(entityRef, { defaultKind: 'component' });
  const href = entity && entityLink?.(entity);
  return href && `${href}${path}`;
}
