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
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  CatalogFilterBlueprint,
  EntityCardBlueprint,
  EntityContentBlueprint,
  EntityContextMenuItemBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { RiPulseLine } from '@remixicon/react';
import { skeApiRef } from '../api/SkeApi';
import { SkeClient } from '../api/SkeClient';
import { promiseFilter, resourceFilter } from './filters';
import { healthRouteRef } from './routes';
import { useHealthMenuItem } from './useHealthMenuItem';

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: skeApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new SkeClient(deps),
    }),
});

const promiseContent = EntityContentBlueprint.make({
  name: 'promise',
  params: {
    path: '/kratix',
    title: 'Kratix',
    filter: promiseFilter,
    loader: () =>
      import('../promise/PromiseContent').then(m => <m.PromiseContent />),
  },
});

const resourceContent = EntityContentBlueprint.make({
  name: 'resource',
  params: {
    path: '/kratix',
    title: 'Kratix',
    filter: resourceFilter,
    loader: () =>
      import('../resource/ResourceContent').then(m => <m.ResourceContent />),
  },
});

const manageContent = EntityContentBlueprint.make({
  name: 'manage',
  params: {
    path: '/kratix/manage',
    title: 'Manage',
    filter: resourceFilter,
    loader: () =>
      import('../resource/ManageContent').then(m => <m.ManageContent />),
  },
});

const healthPage = PageBlueprint.make({
  name: 'health',
  params: {
    path: '/ske-health',
    routeRef: healthRouteRef,
    // It brings a heading of its own; the menu of Promises leads here.
    noHeader: true,
    loader: () => import('../platform/HealthPage').then(m => <m.HealthPage />),
  },
});

const healthMenuItem = EntityContextMenuItemBlueprint.make({
  name: 'health',
  params: {
    icon: <RiPulseLine />,
    filter: promiseFilter,
    useProps: useHealthMenuItem,
  },
});

const statusCard = EntityCardBlueprint.make({
  name: 'status',
  params: {
    type: 'info',
    filter: { $any: [promiseFilter, resourceFilter] },
    loader: () => import('../card/StatusCard').then(m => <m.StatusCard />),
  },
});

const yamlField = FormFieldBlueprint.make({
  name: 'yaml',
  params: {
    field: () => import('../request/formFields').then(m => m.yamlFormField),
  },
});

const secretField = FormFieldBlueprint.make({
  name: 'secret',
  params: {
    field: () => import('../request/formFields').then(m => m.secretFormField),
  },
});

const specField = FormFieldBlueprint.make({
  name: 'spec',
  params: {
    field: () => import('../request/formFields').then(m => m.specFormField),
  },
});

const catalogFilters = CatalogFilterBlueprint.make({
  name: 'kratix',
  params: {
    loader: () =>
      import('../catalog/KratixFilters').then(m => <m.KratixFilters />),
  },
});

export { kratixCatalogModule } from './catalogModule';

/** Everything the integration adds to an app. @alpha */
export default createFrontendPlugin({
  pluginId: 'ske-frontend',
  routes: { health: healthRouteRef },
  extensions: [
    api,
    promiseContent,
    resourceContent,
    manageContent,
    healthPage,
    healthMenuItem,
    statusCard,
    yamlField,
    secretField,
    specField,
    catalogFilters,
  ],
});
