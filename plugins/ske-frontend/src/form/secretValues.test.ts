import { secretNameOf } from '@syntasso/plugin-ske-common';
import {
  forgetSecrets,
  maskedLike,
  recalled,
  takeSecrets,
} from './secretValues';

const pages = {
  properties: {
    objname: { type: 'string' },
    spec: {
      properties: {
        size: { type: 'string' },
        users: {
          items: { properties: { password: { 'ui:field': 'SkeSecret' } } },
        },
        tokens: { additionalProperties: { 'ui:field': 'SkeSecret' } },
        login: {
          oneOf: [{ properties: { key: { 'ui:field': 'SkeSecret' } } }],
        },
      },
    },
  },
};
const values = {
  objname: 'one',
  spec: { size: 'small', users: [{ password: 'open sesame' }, {}] },
};

it('takes secrets out of what a form begins with', () => {
  const taken = takeSecrets(values, pages);
  const [{ password }] = taken.values.spec.users as { password: string }[];
  const name = secretNameOf(password)!;
  expect(taken.secrets).toEqual({ [name]: 'open sesame' });
  expect(JSON.stringify(taken.values)).not.toContain('sesame');
  expect(taken.values.spec.size).toBe('small');
  // What has been taken already stays.
  expect(takeSecrets(taken.values, pages)).toEqual({
    values: taken.values,
    secrets: {},
  });
});

it('takes them out of maps and alternatives, too', () => {
  const taken = takeSecrets(
    { spec: { tokens: { ci: 'sesame 1' }, login: { key: 'sesame 2' } } },
    pages,
  );
  expect(JSON.stringify(taken.values)).not.toContain('sesame');
  expect(Object.values(taken.secrets)).toEqual(['sesame 1', 'sesame 2']);
});

it('masks what the platform has filled in', () => {
  const { values: form } = takeSecrets(values, pages);
  expect(maskedLike(values, form)).toEqual({
    objname: 'one',
    spec: { size: 'small', users: [{ password: '********' }, {}] },
  });
});

it('keeps no trace of a secret in a draft', () => {
  const { values: form } = takeSecrets(values, pages);
  expect(
    forgetSecrets({ ...form, token: '*****', note: '** bold **' }),
  ).toEqual({
    objname: 'one',
    note: '** bold **',
    spec: { size: 'small', users: [{}, {}] },
  });
});

it('puts back the secrets that an object has had before', () => {
  const { values: fresh } = takeSecrets(values, pages);
  const draft = {
    objname: 'one',
    spec: { size: 'large', users: [{}, { name: 'ben' }] },
  };
  expect(recalled(draft, fresh)).toEqual({
    objname: 'one',
    spec: {
      size: 'large',
      users: [fresh.spec.users[0], { name: 'ben' }],
    },
  });
});
