import {
  createRouteRef,
  PageBlueprint,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { RiDashboardLine } from '@remixicon/react';
import { loadSkeClient } from '../api/SkeClient';
import { titleKey } from '../translations/titleKey';
import { HEALTH_HASH } from '../utils/addresses';
import { PageRouter } from './PageRouter';

/** The page about the whole platform. */
export const platformRouteRef = createRouteRef();

/** Where the platform's health is on its page; undefined where the app has no such page. */
export function usePlatformHealthHref(): string | undefined {
  const href = useRouteRef(platformRouteRef)?.();
  return href && `${href}${HEALTH_HASH}`;
}

/**
 * The platform, for platform engineers; its title and icon are in the navigation. Whoever
 * lacks the permission is told which one.
 */
export const platformPage = PageBlueprint.make({
  name: 'platform',
  params: {
    path: '/ske-platform',
    title: titleKey('overview.title'),
    icon: <RiDashboardLine />,
    routeRef: platformRouteRef,
    // It brings a heading of its own.
    noHeader: true,
    loader: async () => {
      const [{ PlatformPage }] = await Promise.all([
        import('../features/platformOverview/PlatformPage'),
        loadSkeClient(),
      ]);
      return (
        <PageRouter>
          <PlatformPage />
        </PageRouter>
      );
    },
  },
});
