import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import type { JsonArray } from '@backstage/types';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import { skeApiRef } from '../api/SkeApi';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  resourceEntity,
  resourcesPage,
  resourceSummary,
  resourceView,
} from '../__testUtils__';
import { catalogOf, NO_CONTEXT_MENU } from '../__testUtils__/catalogOf';
import skePlugin, { useResourceView } from './index';

function FromElsewhere() {
  const { manifest } = useResourceView();
  return <h3>Cost of {manifest.metadata.name}</h3>;
}

/** A card that somebody else has written. */
const foreignPlugin = createFrontendPlugin({
  pluginId: 'cost',
  extensions: [
    EntityCardBlueprint.make({
      name: 'cost',
      attachTo: { id: 'entity-content:ske-frontend/resource', input: 'cards' },
      params: { type: 'info', loader: async () => <FromElsewhere /> },
    }),
    EntityCardBlueprint.make({
      name: 'for-apis',
      attachTo: { id: 'entity-content:ske-frontend/resource', input: 'cards' },
      params: {
        filter: { kind: 'API' },
        loader: async () => <h3>Only of APIs</h3>,
      },
    }),
    EntityCardBlueprint.make({
      name: 'broken',
      attachTo: { id: 'entity-content:ske-frontend/resource', input: 'cards' },
      disabled: true,
      params: {
        loader: async () => {
          throw new Error('the cost is not known');
        },
      },
    }),
  ],
});

const entities = { promise: promiseEntity(), resource: resourceEntity() };
const row = resourceSummary('cache', {
  createdAt: new Date(Date.now() - 3.5 * 3_600_000).toISOString(),
});

/** Draws a page in an app with this configuration; resolves to where it is. */
async function openPage(
  page: 'promise' | 'resource',
  extensions: JsonArray = [],
): Promise<HTMLElement> {
  const api = new FakeSkeApi(
    page === 'promise'
      ? { kind: 'promise', view: promiseView() }
      : {
          kind: 'resource',
          view: resourceView(
            { connectionDetails: { host: 'cache.example' } },
            { health: row.health },
          ),
        },
    { kind: 'freshness', freshness: { state: 'live' } },
  );
  api.page = resourcesPage([row]);
  const entity = entities[page];
  renderTestApp({
    features: [catalogOf(entity), skePlugin, foreignPlugin],
    config: { app: { extensions: [NO_CONTEXT_MENU, ...extensions] } },
    initialRouteEntries: [`/catalog/default/component/${entity.metadata.name}`],
    mountedRoutes: { '/entities/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [skeApiRef, api],
      [catalogApiRef, catalogApiMock()],
    ],
  });
  return screen.findByTestId(`entity-content:ske-frontend/${page}`);
}

/** The titles of the cards, column by column; some are followed by a badge. */
const titlesIn = (page: HTMLElement) =>
  within(page)
    .queryAllByRole('heading', { level: 3 })
    .map(heading => heading.textContent?.replace(/(Waiting|Ready).*/, ''));

describe('the language of a page', () => {
  const germanApp = {
    'api:app/app-language': {
      config: { availableLanguages: ['en', 'de'], defaultLanguage: 'de' },
    },
  };
  afterEach(() => {
    jest.restoreAllMocks();
    // The app remembers what was chosen.
    localStorage.clear();
  });
  const browserWants = (...languages: string[]) =>
    jest.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);

  it('is German in a German app, also in an English browser', async () => {
    browserWants('en-US', 'en');
    await openPage('promise', [germanApp]);
    const table = await screen.findByRole('table', { name: 'Anforderungen' });
    expect(within(table).getByText('3 Std.')).toBeInTheDocument();
    expect(screen.getByText('Clustern mit dev')).toHaveAttribute(
      'title',
      'environment = dev',
    );
  });

  it('is English in an English app, also in a German browser', async () => {
    browserWants('de-DE', 'de');
    await openPage('promise');
    const table = await screen.findByRole('table', { name: 'Requests' });
    expect(within(table).getByText('3 hr')).toBeInTheDocument();
    expect(screen.getByText('dev clusters')).toBeInTheDocument();
  });
});

describe('the cards of a page', () => {
  it('are those of a Promise, in their order', async () => {
    const page = await openPage('promise');
    await waitFor(() =>
      expect(titlesIn(page)).toEqual([
        'Redis',
        'Requests1',
        'Conditions, pipeline runs, events',
        'Full status',
        'About',
        'Health of all requests',
      ]),
    );
  });

  it('are those of a Resource in their order, with one that somebody has added', async () => {
    const page = await openPage('resource');
    await waitFor(() =>
      expect(titlesIn(page)).toEqual([
        'cache',
        'Connect',
        'About',
        'Where it runs',
        'Cost of cache',
      ]),
    );
  });

  it('are removed by the configuration', async () => {
    const page = await openPage('resource', [
      { 'entity-card:ske-frontend/resource-connect': false },
    ]);
    await waitFor(() =>
      expect(titlesIn(page)).toEqual([
        'cache',
        'About',
        'Where it runs',
        'Cost of cache',
      ]),
    );
  });

  it('are ordered by the configuration, and change their column', async () => {
    const page = await openPage('resource', [
      'entity-card:cost/cost',
      'entity-card:ske-frontend/resource-connect',
      {
        'entity-card:ske-frontend/resource-about': {
          config: { type: 'content' },
        },
      },
    ]);
    await waitFor(() =>
      expect(titlesIn(page)).toEqual([
        'Connect',
        'About',
        'cache',
        'Cost of cache',
        'Where it runs',
      ]),
    );
  });

  it('leave the others alone when one of them fails', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => {});
    const page = await openPage('resource', ['entity-card:cost/broken']);
    const [failure] = await within(page).findAllByText(/the cost is not known/);
    expect(failure).toBeInTheDocument();
    await waitFor(() => expect(titlesIn(page)).toContain('Cost of cache'));
    expect(titlesIn(page)).toContain('Connect');
    logged.mockRestore();
  });
});
