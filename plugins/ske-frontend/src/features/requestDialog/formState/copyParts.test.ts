import {
  MASK,
  SECRET_FIELD,
  storedSecretMark,
} from '@syntasso/plugin-ske-common';
import { copyParts } from './copyParts';

const unique = { type: 'string', 'ui:options': { unique: true } };
const schema = {
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'string' },
        bucket: unique,
        token: { type: 'string', 'ui:field': SECRET_FIELD },
        backup: { type: 'object', properties: { bucket: unique } },
        users: {
          type: 'array',
          items: {
            type: 'object',
            properties: { name: { type: 'string' }, login: unique },
          },
        },
      },
    },
  },
};

it('copies all but secrets and what is unique, and says where they were', () => {
  const spec = {
    size: 'large',
    bucket: 'orders-backup',
    token: storedSecretMark(['spec', 'token']),
    backup: { bucket: 'b' },
    users: [{ name: 'anna', login: 'a' }],
    other: { note: MASK, list: ['x', MASK], empty: {} },
  };
  expect(copyParts(schema, { spec })).toEqual({
    parts: {
      spec: {
        size: 'large',
        users: [{ name: 'anna' }],
        other: { list: ['x'], empty: {} },
      },
    },
    secrets: [
      ['spec', 'token'],
      ['spec', 'other', 'note'],
      ['spec', 'other', 'list', '1'],
    ],
    unique: [
      ['spec', 'bucket'],
      ['spec', 'backup', 'bucket'],
      ['spec', 'users', '0', 'login'],
    ],
  });
});

it('keeps a spec of which nothing is left, and one that is a list', () => {
  expect(copyParts(schema, { spec: { bucket: 'b' } }).parts).toEqual({
    spec: {},
  });
  expect(copyParts({}, { spec: [1, null] }).parts).toEqual({ spec: [1, null] });
  expect(copyParts(schema, {}).parts).toEqual({});
});
