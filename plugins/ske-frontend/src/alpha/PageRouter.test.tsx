import type { Entity } from '@backstage/catalog-model';
import { createApiRef } from '@backstage/core-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { TestApiProvider } from '@backstage/test-utils';
import { render, screen } from '@testing-library/react';
import {
  FakeSkeApi,
  platformOverview,
  promiseEntity,
  promiseView,
  resourceEntity,
  resourceView,
} from '../__testUtils__';
import { catalogOf, NO_CONTEXT_MENU } from '../__testUtils__/catalogOf';
import { skeApiRef } from '../api/SkeApi';
import skePlugin from './index';
import { PageRouter } from './PageRouter';

// Backstage's own code imports it, too: what counts is whether it is drawn.
const mockDrawn = jest.fn();
jest.mock('@backstage/frontend-adapter-react-router-v6', () => {
  const { createElement } = jest.requireActual('react');
  const adapter = jest.requireActual(
    '@backstage/frontend-adapter-react-router-v6',
  );
  return {
    __esModule: true,
    ReactRouterV6PageRouter: (props: object) => {
      mockDrawn();
      return createElement(adapter.ReactRouterV6PageRouter, props);
    },
  };
});

beforeEach(() => {
  mockDrawn.mockClear();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const page = (
  <PageRouter>
    <p>The page</p>
  </PageRouter>
);

it('leaves an app without a history of its own its router', async () => {
  render(<TestApiProvider apis={[]}>{page}</TestApiProvider>);
  expect(await screen.findByText('The page')).toBeVisible();
  expect(mockDrawn).not.toHaveBeenCalled();
});

it('draws what is not in the page of an app as it is', async () => {
  const appHistoryRef = createApiRef<object>({ id: 'core.app-history' });
  const appHistory = {
    subscribe: () => () => {},
    getSnapshot: () => undefined,
  };
  render(
    <TestApiProvider apis={[[appHistoryRef, appHistory]]}>
      {page}
    </TestApiProvider>,
  );
  expect(await screen.findByText('The page')).toBeVisible();
  expect(mockDrawn).toHaveBeenCalled();
});

/** Draws a page of the app where somebody develops: only there Backstage warns. */
function open(
  path: string,
  api: FakeSkeApi,
  entity = promiseEntity(),
): jest.SpyInstance {
  jest.replaceProperty(process, 'env', {
    ...process.env,
    NODE_ENV: 'development',
  });
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  renderTestApp({
    features: [catalogOf(entity), skePlugin],
    config: { app: { extensions: [NO_CONTEXT_MENU] } },
    initialRouteEntries: [path],
    mountedRoutes: { '/entities/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [skeApiRef, api],
      [catalogApiRef, catalogApiMock()],
    ],
  });
  return warn;
}

const platform = () =>
  new FakeSkeApi({ kind: 'platform', view: platformOverview() });

it.each<[string, string, FakeSkeApi, string | RegExp, Entity | undefined]>([
  ['Platform', '/ske-platform', platform(), /^All is well/, undefined],
  ['Platform health', '/ske-health', platform(), /^All is well/, undefined],
  ['My requests', '/my-requests', platform(), 'Request something', undefined],
  [
    'of a Promise',
    '/catalog/default/component/redis-promise/kratix',
    new FakeSkeApi({ kind: 'promise', view: promiseView() }),
    'Nobody has requested one yet.',
    promiseEntity(),
  ],
  [
    'of a Resource',
    '/catalog/default/component/cache-redis/kratix',
    new FakeSkeApi({ kind: 'resource', view: resourceView({}) }),
    /^Redis in default/,
    resourceEntity(),
  ],
])(
  'gives the page %s its own router, so that Backstage does not warn of it',
  async (_, path, api, text, entity) => {
    const warn = open(path, api, entity);
    expect(await screen.findByText(text, {}, { timeout: 4_000 })).toBeVisible();
    expect(mockDrawn).toHaveBeenCalled();
    const warnings = warn.mock.calls.map(([message]) => String(message));
    expect(
      warnings.filter(warning =>
        /ske-frontend.*implicit React Router/.test(warning),
      ),
    ).toEqual([]);
  },
);
