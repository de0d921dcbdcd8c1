import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import {
  AlertDisplay,
  OAuthRequestDialog,
  SignInPage,
} from '@backstage/core-components';
import {
  CatalogEntityPage,
  CatalogIndexPage,
  catalogPlugin,
} from '@backstage/plugin-catalog';
import { CatalogGraphPage } from '@backstage/plugin-catalog-graph';
import { DefaultFilters } from '@backstage/plugin-catalog-react';
import { ScaffolderPage, scaffolderPlugin } from '@backstage/plugin-scaffolder';
import { ScaffolderFieldExtensions } from '@backstage/plugin-scaffolder-react';
import {
  kratixColumns,
  KratixFilters,
  KratixMyRequestsPage,
  KratixNothingFound,
  KratixPlatformPage,
  KratixTemplateCard,
  SkeSecretFieldExtension,
  SkeSpecFieldExtension,
  SkeYamlFieldExtension,
} from '@syntasso/plugin-ske-frontend';
import { Navigate, Route } from 'react-router-dom';
import { apis } from './apis';
import { entityPage } from './components/catalog/EntityPage';
import { Root } from './components/Root';

const app = createApp({
  apis,
  bindRoutes({ bind }) {
    bind(catalogPlugin.externalRoutes, {
      createComponent: scaffolderPlugin.routes.root,
      createFromTemplate: scaffolderPlugin.routes.selectedTemplate,
    });
  },
  components: {
    SignInPage: props => <SignInPage {...props} auto providers={['guest']} />,
  },
});

const catalogPage = (
  <CatalogIndexPage
    columns={kratixColumns()}
    filters={
      <>
        <DefaultFilters />
        <KratixFilters />
      </>
    }
    emptyContent={<KratixNothingFound />}
  />
);

const createPage = (
  <ScaffolderPage components={{ TemplateCardComponent: KratixTemplateCard }} />
);

const routes = (
  <FlatRoutes>
    <Route path="/" element={<Navigate to="catalog" />} />
    <Route path="/catalog" element={catalogPage} />
    <Route
      path="/catalog/:namespace/:kind/:name"
      element={<CatalogEntityPage />}
    >
      {entityPage}
    </Route>
    <Route path="/create" element={createPage}>
      <ScaffolderFieldExtensions>
        <SkeSpecFieldExtension />
        <SkeYamlFieldExtension />
        <SkeSecretFieldExtension />
      </ScaffolderFieldExtensions>
    </Route>
    <Route path="/catalog-graph" element={<CatalogGraphPage />} />
    <Route path="/my-requests" element={<KratixMyRequestsPage />} />
    <Route path="/ske-platform" element={<KratixPlatformPage />} />
  </FlatRoutes>
);

export default app.createRoot(
  <>
    <AlertDisplay />
    <OAuthRequestDialog />
    <AppRouter>
      <Root>{routes}</Root>
    </AppRouter>
  </>,
);
