import type { Entity } from '@backstage/catalog-model';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  MockSearchApi,
  SearchContextProvider,
  searchApiRef,
} from '@backstage/plugin-search-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { act, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { searchTypes } from '@syntasso/plugin-ske-common';
import { SEARCH_TYPES } from '../../alpha/searchItem';
import { entityRefAt } from './presentHealths';
import { SearchResultItem } from './SearchResultItem';

const cache = {
  title: 'cache Redis',
  text: 'Redis cache in namespace web, of Promise redis.',
  location: '/catalog/default/component/cache-redis',
  ...{ kind: 'Redis', namespace: 'web', promise: 'redis', owner: 'team-a' },
  health: 'failed',
  spec: 'evictionPolicy: allkeys-lru\nsize: small',
};
const render = (element: ReactElement, catalog = catalogApiMock()) =>
  renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalog]]}>
      {element}
    </TestApiProvider>,
  );
const tags = { preTag: '<b-1>', postTag: '</b-1>' };
const marked = () =>
  [...document.querySelectorAll('mark')].map(one => one.textContent);

it('is for all types of ours', () => {
  expect([...SEARCH_TYPES].sort()).toEqual(Object.values(searchTypes).sort());
});

it('shows how it is, and which field matches', async () => {
  await render(
    <SearchResultItem
      result={cache}
      highlight={{
        ...tags,
        fields: {
          title: '<b-1>cache</b-1> Redis',
          spec: 'evictionPolicy: <b-1>allkeys-lru</b-1>\nsize: small',
        },
      }}
    />,
  );
  expect(screen.getByRole('link', { name: 'cache Redis' })).toHaveAttribute(
    'href',
    '/catalog/default/component/cache-redis',
  );
  expect(screen.getByText('Failed')).toBeVisible();
  expect(screen.getByText(cache.text)).toBeVisible();
  expect(marked()).toEqual(['cache', 'allkeys-lru']);
  expect(screen.queryByText(/size/)).not.toBeInTheDocument();
});

it.each([
  [
    'that marks other fields only, as that of PostgreSQL',
    { title: cache.title, text: cache.text, location: cache.location },
  ],
  ['that marks nothing', undefined],
])('finds the field itself with an engine %s', async (_, fields) => {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [searchApiRef, new MockSearchApi()],
        [catalogApiRef, catalogApiMock()],
      ]}
    >
      <SearchContextProvider
        initialState={{ term: 'evictionPolicy', types: [], filters: {} }}
      >
        <SearchResultItem
          result={cache}
          highlight={fields && { ...tags, fields }}
        />
      </SearchContextProvider>
    </TestApiProvider>,
  );
  expect(await screen.findByText('evictionPolicy')).toBeVisible();
  expect(marked()).toEqual(['evictionPolicy']);
  expect(screen.getByText(': allkeys-lru')).toBeVisible();
  expect(screen.queryByText(/size/)).not.toBeInTheDocument();
});

it('shows no field where only the name matches', async () => {
  await render(
    <SearchResultItem
      result={cache}
      highlight={{ ...tags, fields: { text: 'Redis <b-1>cache</b-1>' } }}
    />,
  );
  expect(marked()).toEqual(['cache']);
  expect(screen.queryByText(/evictionPolicy/)).not.toBeInTheDocument();
});

it.each([
  ['without a search for words', cache, undefined],
  [
    'of an index that is older',
    { title: 'cache Redis', text: 'A cache', location: '/x', health: 'failed' },
    undefined,
  ],
])('is there %s', async (_, result, highlight) => {
  await render(<SearchResultItem result={result} highlight={highlight} />);
  expect(screen.getByRole('link', { name: 'cache Redis' })).toBeVisible();
});

describe('its health', () => {
  const entityOf = (name: string, health: string): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'kratix.io/health': health },
    },
  });
  const other = {
    ...cache,
    title: 'other Redis',
    location: '/catalog/default/component/other',
  };
  const unknownToCatalog = {
    ...cache,
    title: 'gone Redis',
    location: '/catalog/default/component/gone',
  };
  const shown = () =>
    [...document.querySelectorAll('[data-health]')].map(badge =>
      badge.getAttribute('data-health'),
    );

  it('is that of now, asked for all hits at once, and the one of the index until then', async () => {
    const catalog = catalogApiMock({
      entities: [
        entityOf('cache-redis', 'ready'),
        entityOf('other', 'degraded'),
      ],
    });
    let answer = () => {};
    const mayAnswer = new Promise<void>(resolve => {
      answer = resolve;
    });
    const ask = catalog.getEntitiesByRefs.bind(catalog);
    const asked = jest
      .spyOn(catalog, 'getEntitiesByRefs')
      .mockImplementation(async request => {
        await mayAnswer;
        return ask(request);
      });
    await render(
      <>
        <SearchResultItem result={cache} />
        <SearchResultItem result={other} />
        <SearchResultItem result={unknownToCatalog} />
        <SearchResultItem result={{ ...cache, location: 'https://x.test/y' }} />
      </>,
      catalog,
    );
    await waitFor(() => expect(asked).toHaveBeenCalledTimes(1));
    expect(shown()).toEqual(['failed', 'failed', 'failed', 'failed']);
    await act(async () => answer());
    await waitFor(() =>
      expect(shown()).toEqual(['ready', 'degraded', 'failed', 'failed']),
    );
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked.mock.calls[0][0].entityRefs).toEqual([
      'component:default/cache-redis',
      'component:default/other',
      'component:default/gone',
    ]);
  });

  it('is that of the index where the catalog does not answer', async () => {
    const catalog = catalogApiMock();
    const asked = jest
      .spyOn(catalog, 'getEntitiesByRefs')
      .mockRejectedValue(new Error('no answer'));
    await render(<SearchResultItem result={cache} />, catalog);
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(shown()).toEqual(['failed']);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

it.each([
  ['/catalog/default/component/cache-redis', 'component:default/cache-redis'],
  ['/catalog/team%20a/component/x', 'component:team a/x'],
  ['/catalog/default/component/%', undefined],
  ['/catalog/default/component/x%00', undefined],
  ['/catalog/default/component/a%2Fb', undefined],
  ['/catalog/default/a%3Ab/x', undefined],
  ['/docs/default/component/x', undefined],
  ['https://example.org/catalog/default/component/x', undefined],
])('knows the entity of %s', (location, entityRef) => {
  expect(entityRefAt(location)).toBe(entityRef);
});
