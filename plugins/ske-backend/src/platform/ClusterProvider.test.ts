import { ConfigReader } from '@backstage/config';
import { platformAccessFromConfig } from '@syntasso/plugin-ske-node';
import { clusterTokenOf, expiryOf } from './caller';
import { ClusterProvider } from './ClusterProvider';

const MINUTE = 60_000;

const jwt = (claims: object) =>
  [
    'header',
    Buffer.from(JSON.stringify(claims)).toString('base64url'),
    's',
  ].join('.');

const clustersWith = (cluster: object) =>
  new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        kubernetes: {
          clusterLocatorMethods: [
            {
              type: 'config',
              clusters: [
                { name: 'prod', url: 'https://prod.test', ...cluster },
              ],
            },
          ],
        },
        ske: { kubernetes: { platformName: 'prod' } },
      }),
    ),
  );
const oidc = (more: object = {}) =>
  clustersWith({ authProvider: 'oidc', ...more });
const person = (token: string) => ({
  kind: 'person' as const,
  backstageToken: jwt({ tok: token }),
});

it('gives everybody the same watches where the cluster knows one account', () => {
  const all = clustersWith({
    authProvider: 'serviceAccount',
    serviceAccountToken: 'own',
  });
  expect(all.forCaller(person('a'))).toBe(all.own);
  expect(all.forCaller({ kind: 'service' })).toBe(all.own);
});

it('finds out from the catalog how people are told apart', async () => {
  const all = new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        kubernetes: { clusterLocatorMethods: [{ type: 'catalog' }] },
        ske: { kubernetes: { platformName: 'prod' } },
      }),
    ),
  );
  // Until then everybody gets the error that says what is missing.
  const unknown = all.forCaller(person('of anna'));
  expect(unknown).toBe(all.own);
  await expect(
    unknown.client.raw('/version', 'ask its version'),
  ).rejects.toThrow('cluster prod is not in the catalog yet');
  await expect(all.locate()).rejects.toThrow('is not in the catalog yet');
  const entity = {
    metadata: {
      name: 'prod',
      annotations: {
        'kubernetes.io/api-server': 'https://8.8.8.8',
        'kubernetes.io/api-server-certificate-authority': 'Y2E=',
        'kubernetes.io/auth-provider': 'oidc',
      },
    },
  };
  all.useCatalog(async () => [
    entity,
    { metadata: { ...entity.metadata, name: 'Prod' } },
  ]);
  const later = Date.now() + MINUTE;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
  try {
    await all.locate();
  } finally {
    clock.mockRestore();
  }
  expect(all.auth.kind).toBe('person');
  expect(all.own).toBeUndefined();
  expect(all.forCaller(person('of anna'))).not.toBe(unknown);
  expect(() => all.forCaller({ kind: 'service' })).toThrow(
    'decides by your own account',
  );
  all.stop();
});

it('gives each token its own watches, and the same token the same', () => {
  const all = oidc();
  const anna = all.forCaller(person('of anna'));
  expect(all.forCaller(person('of anna'))).toBe(anna);
  expect(all.forCaller(person('of bert'))).not.toBe(anna);
  expect(all.forCaller(person('of bert')).live).not.toBe(anna.live);
  expect(all.people).toBe(2);
  all.stop();
});

it('keeps so many tokens of each person, and forgets those that are idle first', () => {
  const all = oidc();
  const anna = (token: string) => ({ ...person(token), person: 'anna' });
  const first = all.forCaller(anna('0'));
  for (let n = 1; n <= 20; n += 1) all.forCaller(anna(String(n)));
  expect(all.people).toBe(10);
  expect(all.forCaller(anna('0'))).not.toBe(first);
  all.forCaller({ ...person('of bert'), person: 'bert' });
  expect(all.people).toBe(11);
  all.stop();
});

it('takes no more tokens of a person who looks with all of them', () => {
  const all = oidc();
  const anna = (token: string) => ({ ...person(token), person: 'anna' });
  const endings = Array.from({ length: 10 }, (_, n) =>
    all
      .forCaller(anna(String(n)))
      .live.offerings.subscribe({ onChange() {}, onState() {} }),
  );
  expect(() => all.forCaller(anna('one more'))).toThrow(
    'ske.atOnce.clusterTokens',
  );
  // Those that are there go on, others are not held back.
  all.forCaller(anna('0'));
  all.forCaller({ ...person('of bert'), person: 'bert' });
  endings[3]();
  all.forCaller(anna('one more'));
  expect(all.people).toBe(11);
  all.stop();
});

it('takes the token that was sent before the one of the sign-in', () => {
  expect(
    clusterTokenOf({ ...person('signed in with'), clusterToken: 'sent' }),
  ).toBe('sent');
});

it('never falls back to an account of its own for a person', () => {
  const all = oidc({ serviceAccountToken: 'own' });
  const withoutToken = { kind: 'person' as const, backstageToken: jwt({}) };
  expect(() => all.forCaller(withoutToken)).toThrow(/claim "tok"/);
  expect(() => all.forCaller({ kind: 'person' })).toThrow(
    'Sign out and in again',
  );
  // The backend itself may.
  expect(all.forCaller({ kind: 'service' })).toBe(all.own);
  expect(() => oidc().forCaller({ kind: 'service' })).toThrow();
});

it('forgets people who have not been there for a while', () => {
  jest.useFakeTimers();
  const all = oidc();
  all.forCaller(person('of anna'));
  jest.setSystemTime(Date.now() + 11 * MINUTE);
  all.forCaller(person('of bert'));
  expect(all.people).toBe(1);
  all.stop();
  jest.useRealTimers();
});

it.each([
  ['ahead', -5 * MINUTE],
  ['behind', 5 * MINUTE],
])('is not misled by a clock that is five minutes %s', (_name, skew) => {
  const exp = Math.floor((Date.now() + skew) / 1000);
  const token = jwt({ exp });
  // Whether it is good, the cluster says; a stream lasts a minute at least.
  expect(
    oidc().forCaller({ kind: 'person', clusterToken: token }),
  ).toBeDefined();
  expect(expiryOf(token)!.getTime()).toBeGreaterThan(Date.now() + MINUTE / 2);
});

it('makes nothing of a token that is no JWT', () => {
  expect(clusterTokenOf({ kind: 'person', backstageToken: 'a.b.c' })).toBe(
    undefined,
  );
  expect(expiryOf('opaque')).toBeUndefined();
});
