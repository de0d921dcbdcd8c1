import {
  countNamedSecrets,
  namedSecretIn,
  nearestSecret,
} from './namedSecrets';
import { secretCommand } from './secretCommand';

it.each([
  ['credentialsSecret', 'cache', { name: 'cache' }],
  ['tlsSecretName', 'team-a/cache', { namespace: 'team-a', name: 'cache' }],
  [
    'passwordSecretRef',
    { name: 'cache', namespace: 'team-a', key: 'password' },
    { name: 'cache', namespace: 'team-a', key: 'password' },
  ],
  [
    'passwordSecretRef',
    { name: 'cache', namespace: '../x', key: 'a b' },
    { name: 'cache' },
  ],
  ['passwordSecretRef', { name: 'cache', host: 'h' }, undefined],
  ['passwordSecretRef', { name: 'Not A Name' }, undefined],
  ['passwordSecretRef', [1], undefined],
  ['host', 'cache', undefined],
  ['password', 'cache', undefined],
  ['credentialsSecret', 7, undefined],
  ['credentialsSecret', null, undefined],
])('%s: %j names %j', (field, value, secret) => {
  expect(namedSecretIn(field, value)).toEqual(secret);
});

const status = {
  admin: { credentialsSecret: 'admin' },
  reader: { credentialsSecret: 'reader', more: { secretName: 'admin' } },
};

it('finds the Secret that is named nearest', () => {
  expect(nearestSecret(status, ['reader', 'password'])?.name).toBe('reader');
  expect(nearestSecret(status, ['password'])?.name).toBe('admin');
  expect(nearestSecret({}, ['password'])).toBeUndefined();
  expect(countNamedSecrets(status)).toBe(2);
});

it('looks no further than twenty levels and two thousand fields', () => {
  let deep: object = { credentialsSecret: 'deep' };
  for (let level = 0; level < 9_000; level += 1) deep = { a: deep };
  expect(countNamedSecrets(deep)).toBe(0);
  const wide = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [
      `secret${index}Name`,
      `s${index}`,
    ]),
  );
  expect(countNamedSecrets(wide)).toBe(2_000);
});

describe('the line for a Secret', () => {
  it('reads one key, or says which keys there are', () => {
    const secret = { name: 'cache', namespace: 'default' };
    expect(secretCommand({ ...secret, key: 'password' })).toBe(
      "kubectl -n default get secret cache -o jsonpath='{.data.password}' | base64 -d",
    );
    expect(secretCommand({ ...secret, key: 'tls.crt' })).toContain(
      String.raw`{.data.tls\.crt}`,
    );
    expect(secretCommand(secret)).toBe(
      'kubectl -n default describe secret cache',
    );
  });

  it.each([
    { name: 'a; rm -rf ~', namespace: 'default' },
    { name: 'a', namespace: '$(x)' },
    { name: 'a', namespace: 'default', key: "'}; x" },
  ])('is none for what is no name: %j', secret => {
    expect(secretCommand(secret)).toBeUndefined();
  });
});
