import { secretNameOf, storedSecretMark } from '@syntasso/plugin-ske-common';
import {
  forgetSecrets,
  maskedBy,
  maskedLike,
  putMarksBack,
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
    forgetSecrets(
      { ...form, token: '*****', origin: '*', note: '** bold **' },
      { properties: { token: { 'ui:field': 'Secret' }, origin: {} } },
    ),
  ).toEqual({
    origin: '*',
    objname: 'one',
    note: '** bold **',
    spec: { size: 'small', users: [{}, {}] },
  });
});

it('forgets what stands where a secret belongs, whatever it is', () => {
  const paths: string[] = [];
  const draft = forgetSecrets(
    {
      spec: {
        users: [{ password: 48151623 }, { password: { hunter2: null } }],
        tokens: { ci: ['hunter2'] },
        login: { key: 'raw' },
        size: 'small',
      },
    },
    pages,
    path => paths.push(path.join('.')),
  );
  expect(draft).toEqual({
    spec: { users: [{}, {}], tokens: {}, login: {}, size: 'small' },
  });
  expect(paths).toEqual([
    'spec.users.0.password',
    'spec.users.1.password',
    'spec.tokens.ci',
    'spec.login.key',
  ]);
});

it('puts back what stands for the secrets that nobody has touched', () => {
  const stored = storedSecretMark(['spec', 'list', '0'], 'a1');
  const draft = { spec: { list: [null, null], m: {} } };
  expect(
    putMarksBack(draft, [
      { path: ['spec', 'list', '1'], stored },
      // As drafts had it before.
      { path: ['spec', 'm', 'y'], from: ['spec', 'm', 'x'] },
    ]),
  ).toEqual({
    spec: {
      list: [null, stored],
      m: { y: storedSecretMark(['spec', 'm', 'x']) },
    },
  });
});

it('masks what a schema calls a secret, whatever the form has', () => {
  expect(maskedBy(pages, values).spec).toEqual({
    size: 'small',
    users: [{ password: '********' }, {}],
  });
});
