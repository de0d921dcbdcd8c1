import {
  SECRET_FIELD,
  secretPlaceholder,
  storedSecretMark,
} from '@syntasso/plugin-ske-common';
import { draftState, findMovedPaths } from './formState';

const secret = { type: 'string', 'ui:field': SECRET_FIELD };
const schema = {
  properties: {
    spec: {
      properties: {
        password: secret,
        users: {
          type: 'array',
          items: { properties: { name: { type: 'string' }, token: secret } },
        },
      },
    },
  },
};

it('leaves a lost secret of a list empty, because there may be another item at its place', () => {
  const names = ['SKE_FIELD_P', 'SKE_FIELD_0', 'SKE_FIELD_1'];
  const [password, anna, bert] = names.map(secretPlaceholder);
  const present = {
    spec: {
      password,
      users: [
        { name: 'anna', token: anna },
        { name: 'bert', token: bert },
      ],
    },
  };
  const start = {
    state: {
      ...{ values: present, base: undefined, restored: undefined },
      ...{ lostSecrets: [], filledIn: false },
    },
    secrets: Object.fromEntries(
      names.map(name => [name, storedSecretMark(['spec', name])]),
    ),
  };
  // Anna was removed, and a token typed for Bert.
  const draft = {
    savedAt: '2026-01-01T00:00:00Z',
    values: { spec: { users: [{ name: 'bert' }] } },
    secretPaths: [
      ['spec', 'password'],
      ['spec', 'users', '0', 'token'],
    ],
  };
  const { state } = draftState(draft as never, start, schema);
  expect(state.values.spec).toEqual({ password, users: [{ name: 'bert' }] });
  expect(state.lostSecrets).toEqual(draft.secretPaths);
});

it('finds the item of a lost secret again, at whatever place it is', () => {
  const users = (...names: string[]) => ({
    spec: { users: names.map(name => ({ name })) },
  });
  const paths = [
    ['spec', 'password'],
    ['spec', 'users', '0', 'token'],
    ['spec', 'users', '1', 'token'],
  ];
  expect(
    findMovedPaths(paths, users('anna', 'bert'), users('cleo', 'anna')),
  ).toEqual([
    ['spec', 'password'],
    ['spec', 'users', '1', 'token'],
  ]);
});
