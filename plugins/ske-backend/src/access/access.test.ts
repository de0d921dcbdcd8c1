import {
  coreServices,
  createServiceFactory,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  firstResources,
  resourcesPageSchema,
  skePromiseReadPermission,
  skeResourceCreatePermission,
  skeResourceReadPermission,
  subjectKey,
  type Manifest,
  type StreamMessage,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { ask, presentOf, startBackend } from '../__testUtils__/backend';
import {
  newCachePromise,
  newClient,
  requestCache,
} from '../__testUtils__/cachePromise';
import {
  createSkePromiseConditionalDecision,
  createSkeResourceConditionalDecision,
  skePromiseConditions,
  skeResourceConditions,
} from '../index';

const { promise, promiseName, query, ref, subject, type } =
  newCachePromise('Vault');
const client = newClient();

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };
const onlyOwn = (owner: string) =>
  createSkeResourceConditionalDecision(
    skeResourceReadPermission,
    skeResourceConditions.isOwner({ claims: [owner] }),
  );
const onlyIn = (namespace: string) =>
  createSkeResourceConditionalDecision(
    skeResourceReadPermission,
    skeResourceConditions.inNamespace({ namespaces: [namespace] }),
  );
const onlyPromise = (name: string) =>
  createSkePromiseConditionalDecision(
    skePromiseReadPermission,
    skePromiseConditions.isNamed({ promises: [name] }),
  );

/** What each person may; a permission that is not listed is allowed. */
const policy = new Map<string, Record<string, PolicyDecision>>();
const permissions: PermissionsService = {
  authorize: async () => [],
  authorizeConditional: async (requests, options) => {
    const { principal } = (options as { credentials: unknown })
      .credentials as ReturnType<typeof mockCredentials.user>;
    const own = policy.get(principal.userEntityRef) ?? {};
    return requests.map(({ permission }) => own[permission.name] ?? ALLOW);
  },
};

const anna = mockCredentials.user.header('user:default/anna');
const bert = mockCredentials.user.header('user:default/bert');

let base: string;

const cacheOf = (name: string, owner: string): Manifest => ({
  apiVersion: ref(name).apiVersion,
  kind: 'Vault',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'ske.backstage.component/owner': owner },
  },
  spec: { size: 'small' },
});

const call = (authorization: string, path: string, body?: unknown) =>
  ask(`${base}${path}`, { authorization }, body);

const present = (authorization: string, ...subjects: string[]) =>
  presentOf(base, { authorization }, subjects);

beforeAll(async () => {
  const { api } = await startBackend({
    permissions,
    features: [
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          getUserInfo: async ({ principal }) => {
            const { userEntityRef } = principal as { userEntityRef: string };
            const group = userEntityRef.endsWith('bert') ? 'team-b' : 'team-a';
            return {
              userEntityRef,
              ownershipEntityRefs: [userEntityRef, `group:default/${group}`],
            };
          },
        }),
      }),
    ],
  });
  base = `${api}/ske`;
  await client.create(resourceTypes.promises, promise);
  await requestCache(client, type, ref('of-anna'), {
    'ske.backstage.component/owner': 'team-a',
  });
  await requestCache(client, type, ref('of-bert'), {
    'ske.backstage.component/owner': 'team-b',
  });
}, 60_000);
afterEach(() => policy.clear());
afterAll(() =>
  client.delete(resourceTypes.promises, { name: promiseName }).catch(() => {}),
);

const mayReadOwn = () => {
  policy.set('user:default/anna', {
    'ske.resource.read': onlyOwn('group:default/team-a'),
  });
};

it('serves by the contract endpoint only what the caller may read', async () => {
  mayReadOwn();
  expect((await call(anna, `/resource?${query('of-anna')}`)).status).toBe(200);
  const { status, error } = await call(anna, `/resource?${query('of-bert')}`);
  expect(status).toBe(403);
  expect(error).toContain('You lack the permission ske.resource.read');
  expect(error).toContain('Ask its owner, team-b');
  expect((await call(bert, `/resource?${query('of-bert')}`)).status).toBe(200);
});

it('says of no namespace whether it exists where the caller may request nothing', async () => {
  policy.set('user:default/anna', {
    'ske.resource.create': createSkeResourceConditionalDecision(
      skeResourceCreatePermission,
      skeResourceConditions.inNamespace({ namespaces: ['default'] }),
    ),
  });
  const askFor = async (namespace: string) => {
    const text = `promise=${promiseName}&namespace=${namespace}`;
    const { status, answer } = await call(anna, `/v1/namespace?${text}`);
    return status === 200 ? answer : status;
  };
  expect(await askFor('default')).toEqual({ existence: 'found' });
  expect(await askFor('kube-system')).toBe(403);
  expect(await askFor('nosuchns')).toBe(403);
});

it('streams to each what they may see, also when both look at the same', async () => {
  mayReadOwn();
  const subjects = [
    subject('of-bert'),
    subjectKey({
      kind: 'resources',
      promise: promiseName,
      query: firstResources,
    }),
  ];
  const [forAnna, forBert] = await Promise.all([
    present(anna, ...subjects),
    present(bert, ...subjects),
  ]);
  const kinds = (messages: StreamMessage[]) =>
    messages.filter(m => m.subject === subjects[0]).map(m => m.event.kind);
  expect(kinds(forAnna)).toEqual(['refused', 'freshness']);
  expect(kinds(forBert)).toEqual(['resource', 'freshness']);
  const rows = (messages: StreamMessage[]) =>
    messages.flatMap(({ event }) =>
      event.kind === 'resources' ? event.page.rows.map(r => r.ref.name) : [],
    );
  expect(rows(forAnna)).toEqual(['of-anna']);
  expect(rows(forBert)).toEqual(['of-anna', 'of-bert']);
});

it('counts and finds among what each may see, and what is their own', async () => {
  mayReadOwn();
  const found = async (who: string, text = '') => {
    const { answer } = await call(
      who,
      `/v1/promises/${promiseName}/resources?${text}`,
    );
    const { total, matching, rows } = resourcesPageSchema.parse(answer);
    return { total, matching, names: rows.map(row => row.ref.name) };
  };
  await expect(found(anna)).resolves.toEqual({
    total: 1,
    matching: 1,
    names: ['of-anna'],
  });
  await expect(found(anna, 'search=bert')).resolves.toEqual({
    total: 1,
    matching: 0,
    names: [],
  });
  await expect(found(bert, 'mine=true')).resolves.toEqual({
    total: 2,
    matching: 1,
    names: ['of-bert'],
  });
  await expect(
    found(bert, 'sort=name&descending=true&limit=1'),
  ).resolves.toMatchObject({ matching: 2, names: ['of-bert'] });
  const wrong = await call(
    bert,
    `/v1/promises/${promiseName}/resources?limit=51`,
  );
  expect(wrong).toMatchObject({
    status: 400,
    error: expect.stringContaining('limit'),
  });
});

it('hides a Promise from who may not see it, and says what is lacking', async () => {
  policy.set('user:default/anna', {
    'ske.promise.read': onlyPromise('another-one'),
  });
  const { status, error } = await call(anna, `/v1/promises/${promiseName}`);
  expect(status).toBe(403);
  expect(error).toContain('ske.promise.read');
  const names = async (who: string) =>
    (
      (await call(who, '/v1/promises')).answer as {
        items: { name: string }[];
      }
    ).items.map(item => item.name);
  expect(await names(anna)).not.toContain(promiseName);
  expect(await names(bert)).toContain(promiseName);
});

it.each([
  ['ske.resource.delete', '/delete-resource', () => ref('of-bert')],
  ['ske.resource.operate', '/v1/retry', () => ref('of-bert')],
  [
    'ske.resource.create',
    '/v1/dry-run',
    () => ({ manifest: JSON.stringify(cacheOf('new', 'team-b')) }),
  ],
  [
    'ske.resource.update',
    '/v1/dry-run',
    () => ({
      manifest: JSON.stringify(cacheOf('of-bert', 'team-b')),
      mode: 'update',
    }),
  ],
])('asks for %s', async (permission, path, body) => {
  policy.set('user:default/anna', { [permission]: DENY });
  const denied = await call(anna, path, body());
  expect(denied.status).toBe(403);
  expect(denied.error).toContain(permission);

  policy.set('user:default/anna', { [permission]: onlyIn('elsewhere') });
  expect((await call(anna, path, body())).status).toBe(403);
  expect(
    await client.get(type, { namespace: 'default', name: 'of-bert' }),
  ).not.toHaveProperty('metadata.deletionTimestamp');
});

it('reads a Promise by the contract endpoint, whatever the namespace', async () => {
  const { apiVersion, kind } = promise;
  const search = new URLSearchParams({ apiVersion, kind, name: promiseName });
  const { answer } = await call(bert, `/resource?${search}`);
  expect(answer).toMatchObject({
    manifest: { metadata: { name: promiseName } },
  });
});

it('deletes no Promise, whoever asks', async () => {
  const { status, error } = await call(bert, '/delete-resource', {
    apiVersion: promise.apiVersion,
    kind: 'Promise',
    name: promiseName,
  });
  expect(status).toBe(403);
  expect(error).toContain('installed, changed and deleted on the platform');
});
