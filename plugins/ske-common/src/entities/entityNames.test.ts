import { assignEntityNames } from './entityNames';

const wish = (key: string, requestedName = 'cache-redis') => ({
  key,
  requestedName,
});

it('gives each object a name of its own, whatever order they are listed in', () => {
  const wishes = [wish('b'), wish('a'), wish('c', 'Cache-Redis')];
  const names = assignEntityNames(wishes);
  expect(names.get('a')).toBe('cache-redis');
  expect(names.get('b')).toMatch(/^cache-redis-[a-z0-9]{6}$/);
  expect(new Set([...names.values()].map(n => n.toLowerCase())).size).toBe(3);
  expect(assignEntityNames([...wishes].reverse())).toEqual(names);
});

it('keeps names that were given before', () => {
  const before = assignEntityNames([wish('b')]);
  expect(before.get('b')).toBe('cache-redis');
  const names = assignEntityNames([wish('a'), wish('b')], before);
  expect(names.get('b')).toBe('cache-redis');
  expect(names.get('a')).not.toBe('cache-redis');
  // Its neighbour has gone: nothing that links to it breaks.
  expect(assignEntityNames([wish('a')], names).get('a')).toBe(names.get('a'));
});

it('gives another name to what wants another one', () => {
  const given = new Map([['a', 'cache-redis']]);
  expect(assignEntityNames([wish('a', 'other')], given).get('a')).toBe('other');
});

it('keeps long names apart, below the limit of the catalog', () => {
  const long = 'x'.repeat(80);
  const names = assignEntityNames([wish('a', long), wish('b', long)]);
  const [first, second] = [...names.values()];
  expect(first).toHaveLength(63);
  expect(second.length).toBeLessThanOrEqual(63);
  expect(first).not.toBe(second);
});
