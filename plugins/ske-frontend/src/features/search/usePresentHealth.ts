import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { HealthState } from '@syntasso/plugin-ske-common';
import { useAsync } from '../../hooks/useAsync';
import { entityRefAt, presentHealthOf } from './presentHealths';

/**
 * The present health of a hit, by the catalog; undefined until it is known, and if it cannot
 * be read.
 */
export function usePresentHealth(location: string): HealthState | undefined {
  const catalog = useApi(catalogApiRef);
  const entityRef = entityRefAt(location);
  const { value } = useAsync(
    async () =>
      entityRef === undefined ? undefined : presentHealthOf(catalog, entityRef),
    [catalog, entityRef],
  );
  return value;
}
