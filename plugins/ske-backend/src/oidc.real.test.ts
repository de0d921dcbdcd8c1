import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { userInfoServiceFactory } from '@backstage/backend-defaults/userInfo';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogScaffolderModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import { testKubeconfig } from '@internal/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import {
  firstResources,
  subjectKey,
  type Manifest,
  type StreamMessage,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { ask, presentOf } from './__testUtils__/backend';
import {
  newCachePromise,
  newClient,
  requestCache,
} from './__testUtils__/cachePromise';
import {
  oidcSignInModule,
  signIn,
  type SignedIn,
} from './__testUtils__/oidcSignIn';
import feature from './index';

/**
 * A cluster that decides by each person's own token: anna sees everything, cleo
 * one namespace, bert nothing. Everybody signs in at a real OIDC provider that
 * the real API server trusts.
 */
const { promise, promiseName, query, ref, subject, type, group } =
  newCachePromise('Locker');
const client = newClient();
const rbac = (plural: string) => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural,
});
const APP = 'http://localhost:3000';
const OWN = `own-${group.split('.')[0]}`;
const READ = ['get', 'list', 'watch'];

let base: string;
let anna: SignedIn;
let bert: SignedIn;
let cleo: SignedIn;

const env = (name: string) => {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: run this with npm run test:real`);
};

beforeAll(async () => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  const cluster = kubeConfig.getCurrentCluster()!;
  const { server } = await startTestBackend({
    features: [
      feature,
      authPlugin,
      oidcSignInModule,
      catalogPlugin,
      catalogScaffolderModel,
      authServiceFactory,
      httpAuthServiceFactory,
      userInfoServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: APP },
          backend: { baseUrl: 'http://localhost' },
          auth: {
            session: { secret: 'of the test' },
            providers: {
              oidc: {
                development: {
                  metadataUrl: `${env(
                    'SKE_TEST_OIDC_ISSUER',
                  )}/.well-known/openid-configuration`,
                  clientId: env('SKE_TEST_OIDC_CLIENT_ID'),
                  clientSecret: env('SKE_TEST_OIDC_CLIENT_SECRET'),
                  prompt: 'auto',
                },
              },
            },
          },
          kubernetes: {
            clusterLocatorMethods: [
              {
                type: 'config',
                clusters: [
                  {
                    name: 'prod',
                    url: cluster.server,
                    caData: cluster.caData,
                    authProvider: 'oidc',
                    oidcTokenProvider: 'oidc',
                  },
                ],
              },
            ],
          },
          ske: { kubernetes: { platformName: 'prod' } },
        },
      }),
    ],
  });
  const url = `http://localhost:${server.port()}`;
  base = `${url}/api/ske`;

  await client.create(resourceTypes.promises, promise);
  await Promise.all(['default', OWN].map(ensureNamespace));
  await requestCache(client, type, ref('of-all'));
  await requestCache(client, type, ref('of-cleo', OWN));
  await Promise.all([
    allow('anna', 'oidc:anna', [
      {
        apiGroups: ['platform.kratix.io', group, 'batch', 'events.k8s.io', ''],
        resources: ['*'],
        verbs: READ,
      },
    ]),
    allow('cleo', 'oidc:cleo', [
      {
        apiGroups: ['platform.kratix.io'],
        resources: ['promises', 'destinations', 'promiserevisions'],
        verbs: READ,
      },
    ]),
    allow(
      'cleo-own',
      'oidc:cleo',
      [
        {
          apiGroups: ['platform.kratix.io', group, 'batch', ''],
          resources: ['*'],
          verbs: [...READ, 'patch'],
        },
      ],
      OWN,
    ),
  ]);
  [anna, bert, cleo] = await Promise.all(
    ['anna', 'bert', 'cleo'].map(account =>
      signIn(`${url}/api/auth`, APP, account),
    ),
  );
}, 60_000);
afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: promiseName });
});

async function ensureNamespace(name: string) {
  await client
    .create(resourceTypes.namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })
    .catch(error => {
      if (error.name !== 'ConflictError') throw error;
    });
}

/** Gives a person rights, everywhere or in a namespace. */
async function allow(
  name: string,
  user: string,
  rules: object[],
  namespace?: string,
) {
  const [role, binding] = namespace
    ? ['Role', 'RoleBinding']
    : ['ClusterRole', 'ClusterRoleBinding'];
  const metadata = { name: `${name}-${group}`, namespace };
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await client.create(rbac(`${role.toLowerCase()}s`), {
    apiVersion,
    kind: role,
    metadata,
    rules,
  } as Manifest);
  await client.create(rbac(`${binding.toLowerCase()}s`), {
    apiVersion,
    kind: binding,
    metadata,
    subjects: [
      { kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' },
    ],
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: role,
      name: metadata.name,
    },
  } as Manifest);
}

const bearerOf = ({ backstageToken }: SignedIn) => ({
  authorization: `Bearer ${backstageToken}`,
});

const call = (headers: Record<string, string>, path: string, body?: unknown) =>
  ask(`${base}${path}`, headers, body);

const present = (who: SignedIn, ...subjects: string[]) =>
  presentOf(base, bearerOf(who), subjects);

const eventOf = (messages: StreamMessage[], key: string) =>
  messages.find(m => m.subject === key && m.event.kind !== 'freshness')?.event;

it('shows each person what the cluster lets them see, also at the same time', async () => {
  const one = subject('of-all');
  const [forAnna, forBert, again] = await Promise.all([
    present(anna, one),
    present(bert, one),
    present(anna, one),
  ]);
  expect(eventOf(forAnna, one)).toMatchObject({
    kind: 'resource',
    view: { manifest: { metadata: { name: 'of-all' } }, platform: 'prod' },
  });
  expect(eventOf(again, one)).toEqual(eventOf(forAnna, one));
  expect(eventOf(forBert, one)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('oidc:bert'),
  });
});

it('refuses in words, by every route, who has no rights on the cluster', async () => {
  const { status, error } = await call(
    bearerOf(bert),
    `/resource?${query('of-all')}`,
  );
  expect(status).toBe(403);
  expect(error).toContain('promises');
  expect((await call(bearerOf(bert), '/v1/promises')).status).toBe(403);
});

it('takes no token that nobody has issued, whatever it claims', async () => {
  const part = (value: object) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = JSON.parse(
    Buffer.from(anna.backstageToken.split('.')[1], 'base64url').toString(),
  );
  const [head, , signature] = anna.backstageToken.split('.');
  const forged = [
    [part({ alg: 'none' }), part(claims), ''].join('.'),
    [head, part({ ...claims, sub: 'user:default/root' }), signature].join('.'),
    [head, part({ tok: claims.tok }), 'x'].join('.'),
  ];
  for (const token of forged) {
    const { status } = await call(
      { authorization: `Bearer ${token}` },
      `/resource?${query('of-all')}`,
    );
    expect(status).toBe(401);
  }
});

it('tells the history of an object to those only who may read it there', async () => {
  const status = async (name: string, namespace: string, version: string) => {
    const search = new URLSearchParams({
      ...ref(name, namespace),
      apiVersion: `${group}/${version}`,
    });
    return (await call(bearerOf(cleo), `/v1/requests?${search}`)).status;
  };
  expect(await status('of-cleo', OWN, 'v1')).toBe(200);
  // A version that is not served hides nothing, and opens nothing.
  expect(await status('of-cleo', OWN, 'v99')).toBe(200);
  expect(await status('of-all', 'default', 'v1')).toBe(403);
  expect(await status('of-all', 'default', 'v99')).toBe(403);
  expect(await status('gone', 'default', 'v1')).toBe(403);
  expect(await status('gone', OWN, 'v1')).toBe(200);
});

it('watches only the namespaces that somebody may, and says that there may be more', async () => {
  const own = subject('of-cleo', OWN);
  const other = subject('of-all');
  const whole = subjectKey({
    kind: 'resources',
    promise: promiseName,
    query: firstResources,
  });
  const seen = await present(cleo, own, other, whole);
  expect(eventOf(seen, own)).toMatchObject({ kind: 'resource' });
  expect(eventOf(seen, other)).toMatchObject({ kind: 'refused' });
  expect(eventOf(seen, whole)).toMatchObject({
    kind: 'resources',
    page: { denied: expect.stringContaining('oidc:cleo') },
  });
});

it('says before a form is filled in what the cluster would refuse', async () => {
  const { answer } = await call(
    bearerOf(anna),
    `/v1/access?subject=${encodeURIComponent(subject('of-all'))}`,
  );
  expect(answer).toMatchObject({
    delete: {
      allowed: false,
      by: 'platform',
      reason: expect.stringContaining('Your account on platform prod may not'),
    },
  });
  const { answer: ofCleo } = await call(
    bearerOf(cleo),
    `/v1/access?subject=${encodeURIComponent(subject('of-cleo', OWN))}`,
  );
  expect(ofCleo).toMatchObject({
    update: { allowed: true },
    delete: { allowed: false },
  });
});

it('lets a form begin where nobody can know in which namespace one may', async () => {
  const whole = subjectKey({ kind: 'promise', name: promiseName });
  const { answer } = await call(
    bearerOf(cleo),
    `/v1/access?subject=${encodeURIComponent(whole)}`,
  );
  expect(answer).toEqual({ create: { allowed: true } });
  // The review of the form then says what the cluster says.
  const { answer: review } = await call(bearerOf(cleo), '/v1/dry-run', {
    manifest: JSON.stringify({
      apiVersion: ref('new').apiVersion,
      kind: 'Locker',
      metadata: { name: 'new', namespace: 'default' },
      spec: { size: 'small' },
    }),
  });
  expect(review).toMatchObject({ outcome: 'refused', reason: 'forbidden' });
});

it('claims nothing of a namespace that somebody may not read', async () => {
  const existence = async (person: Parameters<typeof bearerOf>[0]) =>
    (
      await call(
        bearerOf(person),
        `/v1/namespace?promise=${promiseName}&namespace=nosuchns`,
      )
    ).answer;
  expect(await existence(cleo)).toEqual({ existence: 'unknown' });
});

it('writes with the rights of the person', async () => {
  const denied = await call(bearerOf(anna), '/delete-resource', ref('of-all'));
  expect(denied.status).toBe(403);
  expect(denied.error).toContain('oidc:anna');
  expect(
    (await call(bearerOf(cleo), '/v1/pause', ref('of-cleo', OWN))).status,
  ).toBe(200);
  const paused = await client.get(type, { namespace: OWN, name: 'of-cleo' });
  expect(paused.metadata.labels).toMatchObject({ 'kratix.io/paused': 'true' });
});

it('takes a token that the Kubernetes auth providers send beside', async () => {
  const { status } = await call(
    {
      ...bearerOf(bert),
      'backstage-kubernetes-authorization': `Bearer ${anna.idToken}`,
    },
    `/resource?${query('of-all')}`,
  );
  expect(status).toBe(200);
});

it('says in the health page whose rights are which, and tells no secret', async () => {
  const { answer } = await call(bearerOf(cleo), '/health');
  expect(answer).toMatchObject({
    auth: 'person',
    reachable: { state: 'yes' },
    discovery: { state: 'impossible' },
    credentials: [
      {
        whose: 'caller',
        user: 'oidc:cleo',
        groups: expect.arrayContaining(['oidc:developers']),
        missingRules: expect.stringContaining('kind: ClusterRole'),
      },
    ],
  });
  const text = JSON.stringify(answer);
  expect(text).not.toContain(cleo.idToken);
  expect(text).not.toContain(cleo.backstageToken);
});
