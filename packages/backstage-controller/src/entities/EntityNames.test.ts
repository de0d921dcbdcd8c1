import { EntityNames } from './EntityNames';

const older = {
  key: '2026-01-01 team-b/cache',
  owner: 'team-b/cache',
  requestedName: 'cache-redis',
};
const newer = {
  key: '2026-02-01 team-a/cache',
  owner: 'team-a/cache',
  requestedName: 'cache-redis',
};

/** As after a restart, with the names that are written. */
function restarted(written: Record<string, string>) {
  const names = new EntityNames();
  Object.entries(written).forEach(([owner, name]) => names.keep(owner, name));
  return names;
}

it('gives an object the name that it wants', () => {
  expect(new EntityNames().nameOf(older)).toBe('cache-redis');
});

it('gives the plain name to the oldest, whoever is asked for first', () => {
  const names = new EntityNames();
  names.claim(newer);
  names.claim(older);
  const suffixed = names.nameOf(newer);
  expect(suffixed).toMatch(/^cache-redis-[0-9a-z]{6}$/);
  expect(names.nameOf(older)).toBe('cache-redis');

  const others = new EntityNames();
  others.claim(older);
  others.claim(newer);
  expect(others.nameOf(older)).toBe('cache-redis');
  expect(others.nameOf(newer)).toBe(suffixed);
});

it('leaves an object its name when an older one comes to want it', () => {
  const names = new EntityNames();
  expect(names.nameOf(newer)).toBe('cache-redis');
  expect(names.nameOf(older)).not.toBe('cache-redis');
  expect(names.nameOf(newer)).toBe('cache-redis');
});

it('keeps a suffix when the one without it is gone', () => {
  const names = new EntityNames();
  names.claim(older);
  const suffixed = names.nameOf(newer);
  names.release(older.key);
  expect(names.nameOf(newer)).toBe(suffixed);
});

it('keeps a suffix over a restart although the one without it is gone', () => {
  const before = new EntityNames();
  before.claim(older);
  const suffixed = before.nameOf(newer);
  const names = restarted({ 'team-a/cache': suffixed });
  expect(names.nameOf(newer)).toBe(suffixed);
  expect(names.nameOf(older)).toBe('cache-redis');
});

it('keeps a written name for its owner, whoever is asked for first', () => {
  const names = restarted({ 'team-a/cache': 'cache-redis' });
  expect(names.nameOf(older)).toMatch(/^cache-redis-[0-9a-z]{6}$/);
  expect(names.nameOf(newer)).toBe('cache-redis');
});

it('gives a written name away when its owner does not come', () => {
  const names = restarted({ 'team-a/cache': 'cache-redis' });
  names.release('team-a/cache');
  expect(names.nameOf(older)).toBe('cache-redis');
});

it('keeps no written name that its owner does not want', () => {
  const names = restarted({ 'team-a/cache': 'Sessions 2' });
  expect(names.nameOf(newer)).toBe('cache-redis');
});

it('keeps a name that two have for the first one', () => {
  const names = restarted({
    'team-a/cache': 'cache-redis',
    'team-b/cache': 'Cache-Redis',
  });
  expect(names.nameOf(older)).toMatch(/^cache-redis-[0-9a-z]{6}$/);
  expect(names.nameOf(newer)).toBe('cache-redis');
});

it('gives another name to one that wants another', () => {
  const names = new EntityNames();
  names.nameOf(older);
  const renamed = { ...older, requestedName: 'sessions' };
  expect(names.nameOf(renamed)).toBe('sessions');
  expect(names.nameOf(newer)).toBe('cache-redis');
});
