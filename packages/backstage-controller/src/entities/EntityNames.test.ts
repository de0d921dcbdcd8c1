import { EntityNames } from './EntityNames';

const older = { key: '2026-01-01 team-b/cache', requestedName: 'cache-redis' };
const newer = { key: '2026-02-01 team-a/cache', requestedName: 'cache-redis' };

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

  const restarted = new EntityNames();
  restarted.claim(older);
  restarted.claim(newer);
  expect(restarted.nameOf(older)).toBe('cache-redis');
  expect(restarted.nameOf(newer)).toBe(suffixed);
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

it('gives another name to one that wants another', () => {
  const names = new EntityNames();
  names.nameOf(older);
  const renamed = { ...older, requestedName: 'sessions' };
  expect(names.nameOf(renamed)).toBe('sessions');
  expect(names.nameOf(newer)).toBe('cache-redis');
});
