import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { resourceEntity } from '../../__testUtils__';
import { KratixCallFilter, KratixHealthFilter } from './filters';

const failed = resourceEntity({
  'kratix.io/health': 'failed',
  'kratix.io/needs-attention': 'true',
});
const proposed = resourceEntity({
  'kratix.io/health': 'ready',
  'kratix.io/pull-request-url': 'https://host/pulls/1',
});

it('filters by health', () => {
  const filter = new KratixHealthFilter(['failed', 'degraded']);
  expect(filter.getCatalogFilters()).toEqual({
    'metadata.annotations.kratix.io/health': ['failed', 'degraded'],
  });
  expect([failed, proposed].map(one => filter.filterEntity(one))).toEqual([
    true,
    false,
  ]);
  expect(filter.toQueryValue()).toEqual(['failed', 'degraded']);
});

it.each([
  [['attention'], ['kratix.io/needs-attention'], [true, false]],
  [['pullRequest'], ['kratix.io/pull-request-url'], [false, true]],
  [
    ['attention', 'pullRequest'],
    ['kratix.io/needs-attention', 'kratix.io/pull-request-url'],
    [false, false],
  ],
  // An address that somebody has typed may say anything.
  [['nonsense'], [], [true, true]],
])('filters by what calls for somebody: %j', (values, names, found) => {
  const filter = new KratixCallFilter(values);
  expect(filter.getCatalogFilters()).toEqual(
    Object.fromEntries(
      names.map(name => [
        `metadata.annotations.${name}`,
        CATALOG_FILTER_EXISTS,
      ]),
    ),
  );
  expect([failed, proposed].map(one => filter.filterEntity(one))).toEqual(
    found,
  );
});
