import { useMemo } from 'react';
import { useApi, useApiHolder } from '@backstage/core-plugin-api';
import { clusterAuthApiRef } from './clusterAuth';
import { skeApiRef, type SkeApi } from './SkeApi';

/** The backend, with the person's own token where the app can provide it. */
export function useSkeApi(): SkeApi {
  const api = useApi(skeApiRef);
  const clusterAuth = useApiHolder().get(clusterAuthApiRef);
  // Before the first request of the components below.
  useMemo(() => api.useClusterAuth(clusterAuth), [api, clusterAuth]);
  return api;
}
