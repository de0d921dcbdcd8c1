/**
 * The SKE pages for Backstage's new frontend system.
 *
 * @packageDocumentation
 */
import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  CatalogFilterBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { kratixPageApiRef } from '../api/kratixPageApi';
import { SkeClient, loadSkeClient } from '../api/SkeClient';
import { skeApiRef } from '../api/SkeApi';
import { titleKey } from '../translations/titleKey';
import { KRATIX_TAB } from '../utils/addresses';
import { createPageRouteRef } from './createPage';
import { resourceFilter } from './filters';
import { healthMenuItem, healthPage, healthRouteRef } from './healthPage';
import { myRequestsPage, myRequestsRouteRef } from './myRequestsPage';
import { overviewLayout, statusCard } from './overview';
import { PageRouter } from './PageRouter';
import { platformPage, platformRouteRef } from './platformPage';
import { promiseCards, promiseContent } from './promisePage';
import { resourceCards, resourceContent } from './resourcePage';
import { searchItem } from './searchItem';
import { textSchema } from './textSchema';

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: skeApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new SkeClient(deps),
    }),
});

/** Where the pages are; app-config moves it together with their `path`. */
const kratixPageApi = ApiBlueprint.makeWithOverrides({
  name: 'kratix-page',
  configSchema: { path: textSchema(KRATIX_TAB) },
  factory(originalFactory, { config }) {
    return originalFactory(defineParams =>
      defineParams({
        api: kratixPageApiRef,
        deps: {},
        factory: () => ({ path: config.path }),
      }),
    );
  },
});

const manageContent = EntityContentBlueprint.make({
  name: 'manage',
  params: {
    path: `${KRATIX_TAB}/manage`,
    title: titleKey('manage.title'),
    filter: resourceFilter,
    loader: async () => {
      const [{ ManageContent }] = await Promise.all([
        import('../features/managePage/ManageContent'),
        loadSkeClient(),
      ]);
      return (
        <PageRouter>
          <ManageContent />
        </PageRouter>
      );
    },
  },
});

const yamlField = FormFieldBlueprint.make({
  name: 'yaml',
  params: {
    field: () => import('./formFields').then(m => m.yamlFormField),
  },
});

const secretField = FormFieldBlueprint.make({
  name: 'secret',
  params: {
    field: () => import('./formFields').then(m => m.secretFormField),
  },
});

const specField = FormFieldBlueprint.make({
  name: 'spec',
  params: {
    field: () => import('./formFields').then(m => m.specFormField),
  },
});

const catalogFilters = CatalogFilterBlueprint.make({
  name: 'kratix',
  params: {
    loader: () =>
      import('../features/catalogTable/KratixFilters').then(m => (
        <m.KratixFilters />
      )),
  },
});

export { kratixCatalogModule } from './catalogModule';
export { kratixCreateModule } from './createModule';
export { MyRequestsCard, MyRequestsContent } from './myRequestsPage';
export { usePromiseView } from '../features/promisePage/usePromiseView';
export { useResourceView } from '../features/resourcePage/useResourcePage';

/** Everything the integration adds to an app. @alpha */
export default createFrontendPlugin({
  pluginId: 'ske-frontend',
  routes: {
    health: healthRouteRef,
    myRequests: myRequestsRouteRef,
    platform: platformRouteRef,
  },
  externalRoutes: { create: createPageRouteRef },
  extensions: [
    api,
    kratixPageApi,
    promiseContent,
    ...promiseCards,
    resourceContent,
    ...resourceCards,
    manageContent,
    platformPage,
    healthPage,
    healthMenuItem,
    myRequestsPage,
    statusCard,
    overviewLayout,
    yamlField,
    secretField,
    specField,
    catalogFilters,
    searchItem,
  ],
});
export type { OfferingView, ResourceView } from '@syntasso/plugin-ske-common';
