import {
  MockSearchApi,
  SearchContextProvider,
  searchApiRef,
} from '@backstage/plugin-search-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { searchTypes } from '@syntasso/plugin-ske-common';
import { SEARCH_TYPES } from '../../alpha/searchItem';
import { SearchResultItem } from './SearchResultItem';

const cache = {
  title: 'cache Redis',
  text: 'Redis cache in namespace web, of Promise redis.',
  location: '/catalog/default/component/cache-redis',
  ...{ kind: 'Redis', namespace: 'web', promise: 'redis', owner: 'team-a' },
  health: 'failed',
  spec: 'evictionPolicy: allkeys-lru\nsize: small',
};
const tags = { preTag: '<b-1>', postTag: '</b-1>' };
const marked = () =>
  [...document.querySelectorAll('mark')].map(one => one.textContent);

it('is for all types of ours', () => {
  expect([...SEARCH_TYPES].sort()).toEqual(Object.values(searchTypes).sort());
});

it('shows how it is, and which field matches', async () => {
  await renderInTestApp(
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
    <TestApiProvider apis={[[searchApiRef, new MockSearchApi()]]}>
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
  await renderInTestApp(
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
  await renderInTestApp(
    <SearchResultItem result={result} highlight={highlight} />,
  );
  expect(screen.getByRole('link', { name: 'cache Redis' })).toBeVisible();
});
