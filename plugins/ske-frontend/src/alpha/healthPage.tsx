import {
  createRouteRef,
  PageBlueprint,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { EntityContextMenuItemBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiPulseLine } from '@remixicon/react';
import { useTitle } from '../translations/useTitle';
import { promiseFilter } from './filters';
import { PageRouter } from './PageRouter';
import { usePlatformHealthHref } from './platformPage';

/** The page about the platform's health. */
export const healthRouteRef = createRouteRef();

/** How the platform is reached, and with which rights. */
export const healthPage = PageBlueprint.make({
  name: 'health',
  params: {
    path: '/ske-health',
    routeRef: healthRouteRef,
    // It brings a heading of its own; the page of the platform has it as a section.
    noHeader: true,
    loader: async () => {
      const { HealthRedirect } = await import('./HealthRedirect');
      return (
        <PageRouter>
          <HealthRedirect />
        </PageRouter>
      );
    },
  },
});

/** The entry in a Promise page's menu that leads to it. */
export const healthMenuItem = EntityContextMenuItemBlueprint.make({
  name: 'health',
  params: {
    icon: <RiPulseLine />,
    filter: promiseFilter,
    useProps: useHealthMenuItem,
  },
});

function useHealthMenuItem() {
  const title = useTitle('platform.title');
  const platformHref = usePlatformHealthHref();
  const href = useRouteRef(healthRouteRef)?.() ?? '/ske-health';
  return { title, href: platformHref ?? href };
}
