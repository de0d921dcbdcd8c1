import {
  secretPlaceholder,
  storedSecretMark,
} from '@syntasso/plugin-ske-common';
import { findSecretChanges } from './secretChanges';

const schema = {
  properties: {
    spec: {
      properties: {
        password: { type: 'string' },
        users: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              name: { type: 'string' },
              apiToken: { type: 'string', title: 'API token' },
            },
          },
        },
      },
    },
  },
};
const tokenOf = (index: number) =>
  storedSecretMark(['spec', 'users', String(index), 'apiToken'], `a${index}`);
const before = {
  spec: {
    password: storedSecretMark(['spec', 'password']),
    users: ['anna', 'bert', 'cleo'].map((name, index) => ({
      name,
      apiToken: tokenOf(index),
    })),
  },
};
const stored = new Map([
  ['SKE_FIELD_P', before.spec.password],
  ...[0, 1, 2].map((n): [string, string] => [`SKE_FIELD_${n}`, tokenOf(n)]),
]);
const user = (name: string, secret: string) => ({
  name,
  apiToken: secretPlaceholder(secret),
});
const change = (spec: object) =>
  findSecretChanges(schema, before, { spec } as typeof before, stored);
const nothing = { set: [], replaced: [], removed: [], kept: [] };

it('names the secret of a removed item, and those that stay by their own items', () => {
  expect(
    change({
      password: secretPlaceholder('SKE_FIELD_P'),
      users: [user('bert', 'SKE_FIELD_1'), user('cleo', 'SKE_FIELD_2')],
    }),
  ).toEqual({
    ...nothing,
    removed: ['Users › anna › API token'],
    kept: ['Password', 'Users › bert › API token', 'Users › cleo › API token'],
  });
});

it('tells a replaced secret from one of a new item', () => {
  expect(
    change({
      password: secretPlaceholder('SKE_FIELD_TYPED'),
      users: [
        user('dora', 'SKE_FIELD_NEW'),
        user('anna', 'SKE_FIELD_0'),
        user('bert', 'SKE_FIELD_TYPED2'),
        user('cleo', 'SKE_FIELD_2'),
      ],
    }),
  ).toEqual({
    set: ['Users › dora › API token'],
    replaced: ['Password', 'Users › bert › API token'],
    removed: [],
    kept: ['Users › anna › API token', 'Users › cleo › API token'],
  });
});

it('tells a removed secret', () => {
  const { removed } = change({ users: before.spec.users });
  expect(removed).toEqual(['Password']);
});

it('knows an item without a name by what else it has', () => {
  const pointer = storedSecretMark(['spec', 'users', '0', 'apiToken'], 'a0');
  const item = (apiToken: string) => ({
    spec: { users: [{ apiToken, role: 'admin' }] },
  });
  expect(
    findSecretChanges(
      schema,
      item(pointer),
      item(secretPlaceholder('SKE_FIELD_NEW')),
      new Map([['SKE_FIELD_0', pointer]]),
    ),
  ).toEqual({ ...nothing, replaced: ['Users › admin › API token'] });
});
