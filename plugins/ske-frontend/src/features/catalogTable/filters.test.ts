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
/** As a controller of somebody else may publish it. */
const degraded = resourceEntity({ 'kratix.io/health': 'degraded' });
const unreadable = resourceEntity({
  'kratix.io/health': 'unknown',
  'kratix.io/needs-attention': 'true',
});
const unknown = resourceEntity({ 'kratix.io/health': 'unknown' });
const all = [failed, proposed, degraded, unreadable, unknown];

it.each([
  [['failed'], [failed]],
  [
    ['failed', 'ready'],
    [failed, proposed],
  ],
  [['attention'], [failed, degraded, unreadable]],
  [
    ['attention', 'ready'],
    [failed, proposed, degraded, unreadable],
  ],
  // An address that somebody has typed may say anything.
  [['nonsense'], []],
])('finds by health %j', (values, found) => {
  const filter = new KratixHealthFilter(values);
  expect(all.filter(entity => filter.filterEntity(entity))).toEqual(found);
  expect(filter.toQueryValue()).toEqual(values);
});

it('asks the backend for the same', () => {
  expect(
    new KratixHealthFilter(['attention', 'paused']).getCatalogQuery(),
  ).toEqual({
    $any: [
      {
        $any: [
          { 'metadata.annotations.kratix.io/needs-attention': 'true' },
          {
            'metadata.annotations.kratix.io/health': {
              $in: ['failed', 'degraded'],
            },
          },
        ],
      },
      { 'metadata.annotations.kratix.io/health': { $in: ['paused'] } },
    ],
  });
});

it('finds what has an open pull request', () => {
  const filter = new KratixCallFilter();
  expect(all.filter(entity => filter.filterEntity(entity))).toEqual([proposed]);
  expect(filter.toQueryValue()).toEqual(['pullRequest']);
});
