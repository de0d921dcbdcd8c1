import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { kratixPageApiRef } from '../api/kratixPageApi';
import { loadSkeClient, SkeClient } from '../api/SkeClient';
import { skeApiRef } from '../api/SkeApi';
import {
  createPageRouteRef,
  healthRouteRef,
  myRequestsPageRouteRef,
  myRequestsRouteRef,
  platformRouteRef,
  rootRouteRef,
} from './routes';

/** The plugin for Backstage's legacy frontend system. @public */
export const skeFrontendPlugin = createPlugin({
  id: 'ske-frontend',
  routes: {
    root: rootRouteRef,
    health: healthRouteRef,
    myRequests: myRequestsRouteRef,
    platform: platformRouteRef,
  },
  externalRoutes: {
    create: createPageRouteRef,
    myRequestsPage: myRequestsPageRouteRef,
  },
  apis: [
    // An entity's page begins with it, as in the pages below.
    createApiFactory(kratixPageApiRef, { path: '' }),
    createApiFactory({
      api: skeApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new SkeClient(deps),
    }),
  ],
});

/** The pages, and what they ask the backend with. */
async function loadEntityPages() {
  const [pages] = await Promise.all([import('./EntityPages'), loadSkeClient()]);
  return pages;
}

/** Entity page of a Promise; children are rendered in its Overview. @public */
export const KratixPromiseEntityPage = skeFrontendPlugin.provide(
  createRoutableExtension({
    name: 'KratixPromiseEntityPage',
    mountPoint: rootRouteRef,
    component: async () => (await loadEntityPages()).KratixPromiseEntityPage,
  }),
);

/** Entity page of a Resource: Overview with the children, and Manage. @public */
export const KratixResourceEntityPage = skeFrontendPlugin.provide(
  createRoutableExtension({
    name: 'KratixResourceEntityPage',
    mountPoint: rootRouteRef,
    component: async () => (await loadEntityPages()).KratixResourceEntityPage,
  }),
);

/** The Overview of a Promise or Resource, to put into a layout of your own. @public */
export const KratixOverviewTab = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixOverviewTab',
    component: {
      lazy: () => import('./Tabs').then(m => m.KratixOverviewTab),
    },
  }),
);

/** Update and delete of a Resource, to put into a layout of your own. @public */
export const KratixManageTab = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixManageTab',
    component: { lazy: () => import('./Tabs').then(m => m.KratixManageTab) },
  }),
);

/**
 * Update and delete of the Resource that an identifier names, for a page of your own around
 * {@link useKratixResourceFetcher}.
 *
 * @public
 */
export const KratixResourceManageContent = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixResourceManageContent',
    component: {
      lazy: () =>
        import('./KratixResourceManageContent').then(
          m => m.KratixResourceManageContent,
        ),
    },
  }),
);

/** Facts about a manifest. @public */
export const KratixAboutCard = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixAboutCard',
    component: {
      lazy: () => import('./KratixAboutCard').then(m => m.KratixAboutCard),
    },
  }),
);

/** The compact live status card for an entity's Overview. @public */
export const KratixStatusCard = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixStatusCard',
    component: {
      lazy: () => import('./KratixStatusCard').then(m => m.KratixStatusCard),
    },
  }),
);

/** For platform engineers: how the platform is reached, and what is lacking. @public */
export const KratixPlatformHealthPage = skeFrontendPlugin.provide(
  createRoutableExtension({
    name: 'KratixPlatformHealthPage',
    mountPoint: healthRouteRef,
    component: () =>
      import('../features/platformHealth/HealthPage').then(m => m.HealthPage),
  }),
);

/** For platform engineers: is the platform all right, and what is there to do. @public */
export const KratixPlatformPage = skeFrontendPlugin.provide(
  createRoutableExtension({
    name: 'KratixPlatformPage',
    mountPoint: platformRouteRef,
    component: () =>
      import('../features/platformOverview/PlatformPage').then(
        m => m.PlatformPage,
      ),
  }),
);

/** Everything that somebody has requested, or that a group of theirs owns. @public */
export const KratixMyRequestsPage = skeFrontendPlugin.provide(
  createRoutableExtension({
    name: 'KratixMyRequestsPage',
    mountPoint: myRequestsRouteRef,
    component: () => import('./MyRequests').then(m => m.KratixMyRequestsPage),
  }),
);

/** The first of what somebody has requested, for a home page. @public */
export const KratixMyRequestsCard = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixMyRequestsCard',
    component: {
      lazy: () => import('./MyRequests').then(m => m.KratixMyRequestsCard),
    },
  }),
);

/**
 * A card of the Create page, for `components.TemplateCardComponent` of `ScaffolderPage`. The
 * card of a Promise says whether it can be requested; other Templates have the scaffolder's
 * own card.
 *
 * @public
 */
export const KratixTemplateCard = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixTemplateCard',
    component: {
      lazy: () =>
        import('./KratixTemplateCard').then(m => m.KratixTemplateCard),
    },
  }),
);
