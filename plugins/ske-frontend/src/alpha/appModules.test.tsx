import type {
  FrontendFeature,
  FrontendFeatureLoader,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { FakeSkeApi, offeringSummary, promiseEntity } from '../__testUtils__';
import { skeApiRef } from '../api/SkeApi';
import discovered from '../index';
import * as alpha from './index';

/** As an app does it with what it has discovered. */
const load = (loader: FrontendFeatureLoader) =>
  (
    loader as unknown as {
      loader: (deps: object) => Promise<FrontendFeature[]>;
    }
  ).loader({});

it('is the default export of the package, and has the modules that also have names', async () => {
  expect(discovered.$$type).toBe('@backstage/FrontendFeatureLoader');
  const [catalogModule, createModule, ...others] = await load(discovered);
  expect(catalogModule).toBe(alpha.kratixCatalogModule);
  expect(createModule).toBe(alpha.kratixCreateModule);
  expect(others).toEqual([]);
});

it('leaves the plugin the default export of alpha, whose parts can be overridden', () => {
  expect(
    alpha.default.getExtension('page:ske-frontend/platform'),
  ).toBeDefined();
});

it("gives the catalog's list its column", async () => {
  const api = new FakeSkeApi();
  api.summaries = [offeringSummary()];
  renderTestApp({
    features: [catalogPlugin, ...(await load(discovered))],
    initialRouteEntries: ['/catalog'],
    apis: [
      [skeApiRef, api],
      [catalogApiRef, catalogApiMock({ entities: [promiseEntity()] })],
    ],
  });
  const columns = await screen.findAllByRole(
    'columnheader',
    { name: /^Health/ },
    { timeout: 20_000 },
  );
  expect(columns[0]).toBeVisible();
}, 30_000);
