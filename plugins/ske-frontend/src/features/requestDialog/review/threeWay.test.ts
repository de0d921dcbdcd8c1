import fc from 'fast-check';
import type { JsonObject } from '@backstage/types';
import { mergeMineOntoTheirs } from './threeWay';

const before = { size: 'small', zone: 'a', disk: { type: 'ssd', gb: 1 } };

it('keeps what each has changed', () => {
  const theirs = { ...before, zone: 'b', disk: { type: 'hdd', gb: 1 } };
  const mine = { ...before, size: 'large', disk: { type: 'ssd', gb: 5 } };
  expect(mergeMineOntoTheirs(before, theirs, mine)).toEqual({
    merged: { size: 'large', zone: 'b', disk: { type: 'hdd', gb: 5 } },
    both: [],
  });
});

it('takes mine where both have changed the same, and names it', () => {
  const theirs = { ...before, disk: { type: 'ssd', gb: 2 } };
  const mine = { ...before, disk: { type: 'ssd', gb: 3 } };
  expect(mergeMineOntoTheirs(before, theirs, mine)).toEqual({
    merged: mine,
    both: [{ path: 'disk.gb', before: 1, theirs: 2, mine: 3 }],
  });
});

it('removes what either has removed', () => {
  const { zone: _, ...withoutZone } = before;
  const { size: __, ...withoutSize } = before;
  expect(mergeMineOntoTheirs(before, withoutZone, withoutSize)).toEqual({
    merged: { disk: before.disk },
    both: [],
  });
  expect(
    mergeMineOntoTheirs(before, { ...before, zone: 'b' }, withoutZone).both,
  ).toEqual([{ path: 'zone', before: 'a', theirs: 'b', mine: undefined }]);
});

it('changes nothing of theirs when I have changed nothing, and the other way round', () => {
  const spec = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(
      fc.string(),
      fc.array(fc.integer()),
      fc.dictionary(fc.constantFrom('x', 'y'), fc.integer()),
    ),
  ) as fc.Arbitrary<JsonObject>;
  fc.assert(
    fc.property(spec, spec, (from, to) => {
      expect(mergeMineOntoTheirs(from, to, from)).toEqual({
        merged: to,
        both: [],
      });
      expect(mergeMineOntoTheirs(from, from, to)).toEqual({
        merged: to,
        both: [],
      });
      expect(mergeMineOntoTheirs(from, to, to)).toEqual({
        merged: to,
        both: [],
      });
    }),
  );
});

const users = (...names: string[]) =>
  names.map(name => ({ name, role: name === 'anna' ? 'admin' : 'reader' }));

it('merges the items of a list that have names', () => {
  const from = { users: users('anna', 'bert', 'cleo') };
  const theirs = { users: users('dora', 'anna', 'bert', 'cleo') };
  const mine = {
    users: [{ name: 'bert', role: 'admin' }, ...users('cleo', 'emil')],
  };
  expect(mergeMineOntoTheirs(from, theirs, mine)).toEqual({
    merged: {
      users: [
        ...users('dora'),
        { name: 'bert', role: 'admin' },
        ...users('cleo', 'emil'),
      ],
    },
    both: [],
  });
});

it('names the field of an item that both have changed', () => {
  const from = { users: users('anna', 'bert') };
  const theirs = { users: [{ name: 'anna', role: 'owner' }] };
  const mine = { users: [{ name: 'anna', role: 'none' }, ...users('bert')] };
  expect(mergeMineOntoTheirs(from, theirs, mine)).toEqual({
    merged: { users: [{ name: 'anna', role: 'none' }] },
    both: [
      {
        path: 'users.anna.role',
        ...{ before: 'admin', theirs: 'owner', mine: 'none' },
      },
    ],
  });
});

it('merges the texts of a set, and takes mine where I have changed the order', () => {
  const schema = {
    properties: { zones: { 'x-kubernetes-list-type': 'set', items: {} } },
  };
  const from = { zones: ['a', 'b'] };
  const theirs = { zones: ['a', 'b', 'c'] };
  expect(
    mergeMineOntoTheirs(from, theirs, { zones: ['b', 'd'] }, schema),
  ).toEqual({
    merged: { zones: ['b', 'd', 'c'] },
    both: [],
  });
  const turned = { zones: ['b', 'a'] };
  expect(mergeMineOntoTheirs(from, theirs, turned, schema)).toMatchObject({
    merged: turned,
    both: [{ path: 'zones' }],
  });
});

it('keeps what I have added where I have put it', () => {
  const rules = (...names: string[]) => ({
    rules: names.map(name => ({ name })),
  });
  expect(
    mergeMineOntoTheirs(
      rules('allow', 'deny'),
      rules('allow', 'deny', 'log'),
      rules('deny-bob', 'allow', 'audit', 'deny'),
    ),
  ).toEqual({
    merged: rules('deny-bob', 'allow', 'audit', 'deny', 'log'),
    both: [],
  });
});

it('tells the items of all three lists apart in one way', () => {
  const from = [
    { name: 'a', id: '1' },
    { name: 'b', id: '2' },
  ];
  const theirs = [...from, { id: '3' }];
  const mine = [from[0]];
  expect(
    mergeMineOntoTheirs({ from }, { from: theirs }, { from: mine }),
  ).toEqual({
    merged: { from: [from[0], { id: '3' }] },
    both: [],
  });
});

it.each([
  ['numbers', [1, 2], [1, 2, 3], [2]],
  ['items of one name', users('anna', 'anna'), users('anna'), []],
  [
    'texts that are no set',
    ['--port', '80'],
    ['--port', '80', '-v'],
    ['--port', '8080'],
  ],
  [
    'secrets',
    [{ key: '******** /spec/list/0/key (a0)' }],
    [{ key: '******** /spec/list/0/key (b0)' }, { key: 'x' }],
    [{ key: 'y' }],
  ],
])('takes a list of %s as a whole', (_, from, theirs, mine) => {
  const given = [from, theirs, mine].map(list => ({ list } as JsonObject));
  const [was, their, my] = given;
  expect(mergeMineOntoTheirs(was, their, my)).toMatchObject({
    merged: { list: mine },
    both: [{ path: 'list' }],
  });
});

const stored = (index: number, item: string) =>
  `******** /spec/users/${index}/token (${item})`;
const typed = 'ske-secret:SKE_FIELD_a1';

it('names what both have changed also where a secret is typed', () => {
  const from = { users: [{ role: 'a', token: stored(0, 'a0') }] };
  const theirs = {
    users: [
      { role: 'b', token: stored(0, 'b0') },
      { role: 'c', token: stored(1, 'b1') },
    ],
  };
  const mine = { users: [{ role: 'a', token: typed }] };
  expect(mergeMineOntoTheirs(from, theirs, mine)).toMatchObject({
    merged: mine,
    both: [{ path: 'users' }],
  });
});

it('does not take a stored secret for another one when others have changed its list', () => {
  const from = { users: [{ name: 'a', token: stored(0, 'a0') }] };
  const theirs = {
    users: [
      { name: 'b', token: stored(0, 'b0') },
      { name: 'a', token: stored(1, 'b1') },
    ],
  };
  const mine = { users: [{ name: 'a', token: typed }] };
  expect(mergeMineOntoTheirs(from, theirs, mine)).toEqual({
    merged: { users: [theirs.users[0], mine.users[0]] },
    both: [],
  });
  expect(mergeMineOntoTheirs(from, { users: [] }, mine).both).toMatchObject([
    { path: 'users.a' },
  ]);
});

it('takes an atomic list as a whole, also if its items have names', () => {
  const schema = {
    properties: { list: { 'x-kubernetes-list-type': 'atomic' } },
  };
  const [from, theirs, mine] = [['a'], ['a', 'b'], ['c']].map(names => ({
    list: names.map(name => ({ name })),
  }));
  expect(mergeMineOntoTheirs(from, theirs, mine, schema)).toMatchObject({
    merged: mine,
    both: [{ path: 'list' }],
  });
});
