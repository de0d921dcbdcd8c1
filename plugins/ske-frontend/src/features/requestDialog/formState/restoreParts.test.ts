import { MASK, storedSecretMark } from '@syntasso/plugin-ske-common';
import { restoreParts } from './restoreParts';

const text = { type: 'string' };
const schema = {
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: text,
        region: { type: 'string', 'ui:options': { immutable: 'always' } },
        zone: { type: 'string', 'ui:options': { immutable: 'once' } },
        token: text,
        users: {
          type: 'array',
          items: {
            type: 'object',
            properties: { name: text, password: text, role: text },
          },
        },
      },
    },
  },
};
const mark = (...path: string[]) => storedSecretMark(['spec', ...path]);
const restore = (present: object, earlier: object) =>
  restoreParts(schema, { spec: present } as never, { spec: earlier } as never);

it('brings back what was asked for, also that something was not', () => {
  expect(
    restore({ size: 'large', extra: { a: 1 } }, { size: 'small' }),
  ).toEqual({
    parts: { spec: { size: 'small' } },
    ...{ locked: [], kept: [], missing: [] },
  });
});

it('keeps what cannot be changed any more, and says where it differs', () => {
  const result = restore(
    { region: 'eu', zone: 'a', size: 's' },
    { region: 'us', size: 'l' },
  );
  expect(result.parts).toEqual({
    spec: { region: 'eu', zone: 'a', size: 'l' },
  });
  expect(result.locked).toEqual([
    ['spec', 'region'],
    ['spec', 'zone'],
  ]);
  // What may still be set once is set; what is the same needs no word.
  expect(restore({ region: 'eu' }, { region: 'eu', zone: 'b' })).toMatchObject({
    parts: { spec: { region: 'eu', zone: 'b' } },
    locked: [],
  });
});

it('keeps the present secrets, in lists those of the same item', () => {
  const present = {
    token: mark('token'),
    users: [
      { name: 'bert', password: mark('users', '0', 'password') },
      { name: 'anna', password: mark('users', '1', 'password'), role: 'x' },
    ],
  };
  const earlier = {
    token: MASK,
    users: [
      { name: 'anna', password: MASK, role: 'admin' },
      { name: 'cleo', password: MASK },
    ],
  };
  expect(restore(present, earlier)).toEqual({
    parts: {
      spec: {
        token: mark('token'),
        users: [
          {
            name: 'anna',
            password: mark('users', '1', 'password'),
            role: 'admin',
          },
          { name: 'cleo' },
        ],
      },
    },
    locked: [],
    kept: [
      ['spec', 'token'],
      ['spec', 'users', '0', 'password'],
    ],
    missing: [['spec', 'users', '1', 'password']],
  });
});

it('gives nobody the secret of an item that cannot be told from another', () => {
  const present = {
    users: [
      { name: 'anna', password: mark('users', '0', 'password') },
      { name: 'anna', password: mark('users', '1', 'password') },
    ],
  };
  const { parts, missing } = restore(present, {
    users: [{ name: 'anna', password: MASK }],
  });
  expect(parts).toEqual({ spec: { users: [{ name: 'anna' }] } });
  expect(missing).toEqual([['spec', 'users', '0', 'password']]);
});

it('keeps a secret that the request did not name', () => {
  expect(restore({ token: mark('token') }, {}).parts).toEqual({
    spec: { token: mark('token') },
  });
});

it.each([
  ['the spec', {}],
  ['an object in it', { spec: {} }],
])('keeps what is locked or secret where the request had not %s', (_, was) => {
  const node = {
    type: 'object',
    properties: {
      token: text,
      region: { type: 'string', 'ui:options': { immutable: 'always' } },
      size: text,
    },
  };
  const nested = {
    properties: { spec: { properties: { store: node, other: node } } },
  };
  const store = { token: mark('store', 'token'), region: 'eu', size: 's' };
  expect(
    restoreParts(nested, { spec: { store, other: { size: 's' } } }, was),
  ).toEqual({
    parts: { spec: { store: { token: store.token, region: 'eu' } } },
    locked: [['spec', 'store', 'region']],
    kept: [['spec', 'store', 'token']],
    missing: [],
  });
});

it('asks for an empty spec where the request had none', () => {
  expect(restoreParts(schema, { spec: { size: 's' } }, {}).parts).toEqual({
    spec: {},
  });
});

it('takes any shape', () => {
  expect(restoreParts({}, {}, {}).parts).toEqual({});
  expect(
    restoreParts({}, { spec: 'x' }, { spec: { a: [1, [2]] } }).parts,
  ).toEqual({ spec: { a: [1, [2]] } });
});
