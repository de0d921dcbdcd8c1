import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeSkeApi, promiseEntity } from '../__testUtils__';
import { skeApiRef } from '../api/SkeApi';
import { kratixCatalogModule } from './catalogModule';
import skePlugin from './index';
import { MyRequestsCard } from './myRequestsPage';

let mockIsOffline = true;
// Backstage's own code imports it, too, but draws nothing with it here.
jest.mock('@backstage/frontend-adapter-react-router-v6', () => ({
  __esModule: true,
  get ReactRouterV6PageRouter() {
    throw new Error('Loading chunk 6 failed');
  },
}));
jest.mock('../features/catalogTable/CatalogList', () => {
  throw new Error('Loading chunk 7 failed');
});
jest.mock('../features/myRequests/MyRequestsCard', () => {
  if (mockIsOffline) throw new Error('Loading chunk 8 failed');
  const { createElement } = jest.requireActual('react');
  return { MyRequestsCard: () => createElement('p', null, 'Their requests') };
});

it("shows the catalog's own list where the code of ours cannot be had", async () => {
  renderTestApp({
    features: [catalogPlugin, kratixCatalogModule],
    initialRouteEntries: ['/catalog'],
    apis: [
      [skeApiRef, new FakeSkeApi()],
      [catalogApiRef, catalogApiMock({ entities: [promiseEntity()] })],
    ],
  });
  const columns = await screen.findAllByRole(
    'columnheader',
    { name: /^Name/ },
    { timeout: 20_000 },
  );
  expect(columns[0]).toBeVisible();
  expect(
    screen.queryByRole('columnheader', { name: /^Health/ }),
  ).not.toBeInTheDocument();
}, 30_000);

it('draws a page in the router of the app where its own cannot be had', async () => {
  renderTestApp({
    features: [skePlugin],
    initialRouteEntries: ['/my-requests'],
    apis: [
      [skeApiRef, new FakeSkeApi()],
      [catalogApiRef, catalogApiMock()],
    ],
  });
  expect(
    await screen.findByRole('link', { name: 'Request something' }),
  ).toBeVisible();
});

it('says on a home page that the requests could not be loaded, and loads them again', async () => {
  renderTestApp({
    features: [
      createFrontendPlugin({
        pluginId: 'home',
        extensions: [
          PageBlueprint.make({
            params: {
              path: '/home',
              noHeader: true,
              loader: async () => (
                <>
                  <p>Another widget</p>
                  <MyRequestsCard />
                </>
              ),
            },
          }),
        ],
      }),
    ],
    initialRouteEntries: ['/home'],
  });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Your requests could not be loaded. Check your connection. Retry',
  );
  expect(screen.getByText('Another widget')).toBeVisible();
  mockIsOffline = false;
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByText('Their requests')).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});
