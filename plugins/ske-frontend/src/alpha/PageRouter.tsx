import { Suspense, type ReactNode } from 'react';
import { createApiRef, useApiHolder } from '@backstage/core-plugin-api';
import { lazyOr } from '../utils/lazyOr';

/** `coreApis.appHistory`, which `@backstage/frontend-plugin-api` has since version 1.0. */
const appHistoryRef = createApiRef<unknown>({ id: 'core.app-history' });

const LoadedRouter = lazyOr<{ children: ReactNode }>(
  async () =>
    (await import('@backstage/frontend-adapter-react-router-v6'))
      .ReactRouterV6PageRouter,
  // Backstage still has one of its own around each page.
  () =>
    function RouterOfTheApp({ children }: { children: ReactNode }) {
      return <>{children}</>;
    },
);

/**
 * The React Router of a page. An app with a history of its own warns of pages that use the one
 * around them; apps before that have only that one, and do not load the adapter.
 */
export function PageRouter(props: { children: ReactNode }) {
  const hasHistory = useApiHolder().get(appHistoryRef) !== undefined;
  if (!hasHistory) return <>{props.children}</>;
  return (
    <Suspense fallback={null}>
      <LoadedRouter>{props.children}</LoadedRouter>
    </Suspense>
  );
}
