import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { HealthState } from '@syntasso/plugin-ske-common';
import { useAsync } from '../../hooks/useAsync';
import { entityRefAt, presentHealthOf } from './presentHealths';

/**
 * The health now of what is found; undefined until it is known, and where it cannot be: then
 * what the index says has to do.
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
