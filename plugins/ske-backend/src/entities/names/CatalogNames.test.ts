import { toEntityName } from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { InMemoryNameTable } from './InMemoryNameTable';
import { CatalogNames } from './CatalogNames';
import type { NameClaim, NameTable } from './NameTable';

const claim = (
  key: string,
  requestedName: string,
  createdAt: string,
  uid = `uid of ${key}`,
): NameClaim => ({
  ...{ entityKind: 'component' as const, key, uid, createdAt },
  ...{ requestedName, wanted: toEntityName(requestedName) },
});

/** The names of a process. */
function namesOn(table: NameTable) {
  const names = new CatalogNames();
  names.provideTable(table);
  return {
    names,
    nameOf: (key: string) => names.nameOf('component', key),
    give: async (...claims: NameClaim[]) => {
      const changes = names.compare(claims.map(one => [one.key, [one]]));
      if (changes) await names.write(changes);
    },
    free: async (key: string) => {
      const changes = names.compare([[key, []]]);
      if (changes) await names.write(changes);
    },
  };
}

it('gives the oldest the plain name and the others a stable suffix', async () => {
  const { give, free, nameOf } = namesOn(new InMemoryNameTable());
  const b = claim('b', 'cache-redis', '2026-01-02');
  await give(b, claim('a', 'cache-redis', '2026-01-01'));
  expect(nameOf('a')).toBe('cache-redis');
  const suffixedName = nameOf('b');
  expect(suffixedName).toMatch(/^cache-redis-\w{6}$/);
  // The one with the suffix keeps it when the other goes.
  await free('a');
  await give(b);
  expect(nameOf('b')).toBe(suffixedName);
});

it('finds a name although somebody has taken all that can be foreseen', async () => {
  const table = new InMemoryNameTable();
  const { give, nameOf } = namesOn(table);
  await give(
    claim('a', 'cache', '2026-01-01'),
    claim('b', 'cache', '2026-01-02'),
  );
  const foreseen = nameOf('b') ?? '';
  const other = namesOn(new InMemoryNameTable());
  await other.give(
    claim('a', 'cache', '2026-01-01'),
    claim('c', foreseen, '2026-01-01'),
    claim('b', 'cache', '2026-01-02'),
    claim('d', 'another', '2026-01-03'),
  );
  expect(other.nameOf('c')).toBe(foreseen);
  expect(other.nameOf('b')).toMatch(/^cache-\w{6}$/);
  expect(other.nameOf('b')).not.toBe(foreseen);
  expect(other.nameOf('d')).toBe('another');
});

it('keeps the plain name when an older object comes, and frees it with its object', async () => {
  const { give, free, nameOf } = namesOn(new InMemoryNameTable());
  await give(claim('b', 'cache', '2026-01-02'));
  await give(claim('a', 'Cache', '2026-01-01'));
  expect(nameOf('b')).toBe('cache');
  expect(nameOf('a')).toMatch(/^Cache-/);
  await give(claim('b', 'store', '2026-01-02'));
  expect(nameOf('b')).toBe('store');
  await give(claim('c', 'cache', '2026-01-03'));
  expect(nameOf('c')).toBe('cache');
  await free('c');
  expect(nameOf('c')).toBeUndefined();
});

it('are unique, valid, and the same in any order and in another process', async () => {
  const claims = fc.uniqueArray(
    fc.record({
      key: fc.string({ minLength: 1 }),
      requestedName: fc.string(),
      createdAt: fc.constantFrom('2026-01-01', '2026-01-02'),
    }),
    { selector: ({ key }) => key, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(claims, async wanted => {
      const all = wanted.map(one =>
        claim(one.key, one.requestedName, one.createdAt),
      );
      const table = new InMemoryNameTable();
      const first = namesOn(table);
      await first.give(...all);
      const given = all.map(({ key }) => first.nameOf(key) ?? '');
      expect(new Set(given.map(name => name.toLowerCase())).size).toBe(
        all.length,
      );
      for (const name of given)
        expect(name).toMatch(/^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
      for (const other of [namesOn(table), namesOn(new InMemoryNameTable())]) {
        await other.give(...[...all].reverse());
        expect(all.map(({ key }) => other.nameOf(key))).toEqual(given);
      }
    }),
  );
});

it('gives a name to the new object of a key, and does not free it with the old one', async () => {
  const table = new InMemoryNameTable();
  const [one, late] = [namesOn(table), namesOn(table)];
  const old = claim('a', 'cache', '2026-01-01', 'old');
  await one.give(old);
  await late.give(old);
  await one.free('a');
  await one.give(claim('a', 'cache', '2026-01-02', 'new'));
  // This replica hears of the deletion only now.
  await late.free('a');
  expect(await table.find(['a'])).toEqual([
    expect.objectContaining({ name: 'cache', uid: 'new' }),
  ]);
});

it('keeps what the catalog shows of objects that have no name in the table', async () => {
  const table = new InMemoryNameTable();
  const { names, give, nameOf } = namesOn(table);
  const suffixedName = `cache-${await suffixOf('a')}`;
  const listShown = jest.fn(async () => [
    { entityKind: 'component' as const, key: 'a', name: suffixedName },
    { entityKind: 'component' as const, key: 'b', name: 'cache' },
    { entityKind: 'component' as const, key: 'd', name: 'kept' },
    { entityKind: 'component' as const, key: 'e', name: 'renamed' },
  ]);
  names.listShown = listShown;
  await give(
    // The oldest, and yet it came later to the catalog.
    claim('a', 'cache', '2026-01-01'),
    claim('b', 'cache', '2026-01-02'),
    // Another object, whose API cannot be read now, has that one.
    claim('c', 'kept', '2026-01-03'),
    // It wants another name by now.
    claim('e', 'wanted', '2026-01-04'),
  );
  expect(nameOf('b')).toBe('cache');
  expect(nameOf('a')).toBe(suffixedName);
  expect(nameOf('c')).toMatch(/^kept-/);
  expect(nameOf('e')).toBe('wanted');
  expect(listShown).toHaveBeenCalledTimes(1);

  // All of these have their names in the table now.
  const next = namesOn(table);
  next.names.listShown = listShown;
  await next.give(
    claim('a', 'cache', '2026-01-01'),
    claim('e', 'wanted', '2026-01-04'),
  );
  expect(next.nameOf('a')).toBe(suffixedName);
  expect(listShown).toHaveBeenCalledTimes(1);
});

it('does not ask the catalog for what is new when all objects are known', async () => {
  const { names, give, nameOf } = namesOn(new InMemoryNameTable());
  names.listShown = jest.fn(async () => [
    { entityKind: 'component' as const, key: 'gone', name: 'cache' },
  ]);
  await names.freeGone(() => true);
  await give(claim('a', 'cache', '2026-01-01'));
  expect(nameOf('a')).toBe('cache');
  await give(claim('b', 'store', '2026-01-02'));
  expect(names.listShown).toHaveBeenCalledTimes(1);
});

it.each(['find', 'insert'] as const)(
  'gives no name while the table cannot be reached, and gives it then: %s',
  async method => {
    const table = new InMemoryNameTable();
    const { give, nameOf } = namesOn(table);
    jest.spyOn(table, method).mockRejectedValueOnce(new Error('no database'));
    const wanted = claim('a', 'cache', '2026-01-01');
    await expect(give(wanted)).rejects.toThrow(
      'The names of entities cannot be stored, so nothing new comes into the catalog; caused by Error: no database',
    );
    expect(nameOf('a')).toBeUndefined();
    await give(wanted);
    expect(nameOf('a')).toBe('cache');
  },
);

it('gives no name while the catalog does not say what it shows', async () => {
  const { names, give, nameOf } = namesOn(new InMemoryNameTable());
  const wanted = claim('a', 'cache', '2026-01-01');
  names.listShown = async () => {
    throw new Error('starting');
  };
  await expect(give(wanted)).rejects.toThrow(
    'The catalog does not say which names it shows',
  );
  names.listShown = async () => [];
  await give(wanted);
  expect(nameOf('a')).toBe('cache');
});

/** What is put behind the name that another object has. */
async function suffixOf(key: string) {
  const { give, nameOf } = namesOn(new InMemoryNameTable());
  await give(claim('first', 'x', '2026-01-01'), claim(key, 'x', '2026-01-02'));
  return nameOf(key)?.slice(2);
}
