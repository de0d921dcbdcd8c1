import { gzipSync } from 'node:zlib';
import {
  coreServices,
  createServiceFactory,
  type AuditorService,
  type AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import { eventually, testKubeconfig } from '@internal/testbed';
import {
  at,
  objectsOf,
  offeringsSchema,
  offeringVersionsSchema,
  operableSchema,
  platformHealthSchema,
  resourceViewSchema,
  subjectKey,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { ask, startBackend } from '../__testUtils__/backend';
import {
  newCachePromise,
  newClient,
  requestCache,
} from '../__testUtils__/cachePromise';

const { promise, promiseName, query, ref, subject, type } =
  newCachePromise('Drawer');
const client = newClient();
/** Writes that one person may do in a minute. */
const WRITES = 12;

/** What the auditor was told, in order. */
const audited: (AuditorServiceCreateEventOptions & {
  outcome: string;
})[] = [];
const auditor: AuditorService = {
  async createEvent(options) {
    const told = (outcome: string) => async () => {
      audited.push({ ...options, outcome });
    };
    return { success: told('success'), fail: told('fail') };
  },
};

/** Permissions that are denied, by name. */
const denied = new Set<string>();
const anna = mockCredentials.user.header('user:default/anna');
const busy = mockCredentials.user.header('user:default/busy');
const stranger = mockCredentials.user.header('user:default/stranger');

let base: string;

beforeAll(async () => {
  const { api } = await startBackend({
    config: {
      ske: {
        kubernetes: { kubeconfig: testKubeconfig() },
        rateLimit: { reads: 100_000, writes: WRITES },
      },
    },
    permissions: {
      authorize: async requests => requests.map(decide),
      authorizeConditional: async requests => requests.map(decide),
    },
    features: [
      createServiceFactory({
        service: coreServices.auditor,
        deps: {},
        factory: () => auditor,
      }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          getUserInfo: async ({ principal }) => infoOf(principal),
        }),
      }),
    ],
  });
  base = `${api}/ske`;
  await client.create(resourceTypes.promises, promise);
  await requestCache(client, type, ref('one'));
}, 60_000);
beforeEach(() => {
  audited.length = 0;
  denied.clear();
});
afterAll(() => client.delete(resourceTypes.promises, { name: promiseName }));

const decide = ({
  permission,
}: {
  permission: { name: string };
}): DefinitivePolicyDecision => ({
  result: denied.has(permission.name)
    ? AuthorizeResult.DENY
    : AuthorizeResult.ALLOW,
});

const call = (authorization: string, path: string, body?: unknown) =>
  ask(`${base}${path}`, { authorization }, body);

const GROUPS: Record<string, string[]> = {
  'user:default/anna': ['group:default/team-a'],
  'user:default/stranger': ['group:default/team-z'],
};

/** The groups of a person. */
function infoOf(principal: unknown) {
  const { userEntityRef } = principal as { userEntityRef: string };
  return {
    userEntityRef,
    ownershipEntityRefs: [userEntityRef, ...(GROUPS[userEntityRef] ?? [])],
  };
}

/** The Resource's view once it holds something. */
async function viewWith(
  holds: (view: ResourceView) => boolean,
): Promise<ResourceView> {
  return eventually('the view', async () => {
    const { answer } = await call(anna, `/v1/resource?${query('one')}`);
    const view = resourceViewSchema.parse(answer);
    return holds(view) && view;
  });
}

it('audits each write: what, by which request, and how it went', async () => {
  // It is on the platform, and Backstage has seen it.
  await viewWith(() => true);
  audited.length = 0;
  const { headers } = await call(anna, '/v1/pause', ref('one'));
  await call(anna, '/v1/resume', ref('one'));
  await call(anna, '/v1/release', ref('one'));
  denied.add('ske.resource.delete');
  await call(anna, '/delete-resource', ref('one'));
  expect(audited).toMatchObject([
    {
      eventId: 'pause',
      severityLevel: 'medium',
      outcome: 'success',
      meta: {
        ...ref('one'),
        requestId: headers.get('x-request-id'),
      },
    },
    { eventId: 'resume', outcome: 'success' },
    { eventId: 'release', outcome: 'success' },
    { eventId: 'delete', severityLevel: 'medium', outcome: 'fail' },
  ]);
});

it.each([
  ['a route', () => `/resource?${query('one')}`],
  [
    'a stream',
    () => `/v1/stream?once=true&subject=${encodeURIComponent(subject('one'))}`,
  ],
])('audits a read that is denied by %s', async (_name, path) => {
  denied.add('ske.resource.read');
  await call(anna, path());
  expect(audited).toMatchObject([
    { eventId: 'read-denied', severityLevel: 'medium', outcome: 'fail' },
  ]);
});

it('audits and counts HEAD as GET', async () => {
  denied.add('ske.resource.read');
  const head = await fetch(`${base}/resource?${query('one')}`, {
    method: 'HEAD',
    headers: { authorization: anna },
  });
  expect(head.status).toBe(403);
  expect(audited).toMatchObject([{ eventId: 'read-denied', outcome: 'fail' }]);
});

it('takes nothing that is compressed, which would be counted as less than it is', async () => {
  const { status } = await fetch(`${base}/v1/dry-run`, {
    method: 'POST',
    headers: {
      authorization: anna,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    },
    body: gzipSync(JSON.stringify({ manifest: 'x'.repeat(1_000_000) })),
  });
  expect(status).toBe(415);
});

it('reads long bodies only where a manifest is sent', async () => {
  const long = { ...ref('one'), more: 'x'.repeat(100_000) };
  expect((await call(anna, '/v1/pause', long)).status).toBe(413);
  const manifest = JSON.stringify(long);
  expect((await call(anna, '/v1/dry-run', { manifest })).status).toBe(400);
});

it('limits how often one person writes, and says when to try again', async () => {
  const answers = [];
  for (let i = 0; i <= WRITES; i++) {
    answers.push(await call(busy, '/v1/retry', ref('not-there')));
  }
  expect(answers.map(({ status }) => status)).toEqual([
    ...Array.from({ length: WRITES }, () => 404),
    429,
  ]);
  const { headers, error } = answers[WRITES];
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(error).toMatch(/12 writes in a minute.*Try again in \d+ seconds/);
  // Somebody else is not held back.
  expect((await call(stranger, '/v1/retry', ref('not-there'))).status).toBe(
    404,
  );
});

it('says what may be done, by Backstage and by the platform', async () => {
  denied.add('ske.resource.delete');
  const { answer } = await call(
    anna,
    `/v1/access?subject=${encodeURIComponent(subject('one'))}`,
  );
  expect(answer).toEqual({
    update: { allowed: true },
    operate: { allowed: true },
    delete: {
      allowed: false,
      by: 'backstage',
      reason: expect.stringContaining('ske.resource.delete'),
    },
  });
});

it('says in one answer what may be done to each Resource of a list', async () => {
  await viewWith(() => true);
  audited.length = 0;
  const operations = ['retry', 'pause', 'release', 'upgrade'];
  const askForAll = async () => {
    const refs = [
      ref('one'),
      ref('not-there'),
      { ...ref('one'), kind: 'Nothing' },
    ];
    const { answer } = await call(anna, '/v1/operable', { refs });
    const { items } = operableSchema.parse(answer);
    expect(items.map(item => item.ref)).toEqual(refs);
    return items.map(item => item.operations);
  };
  expect(await askForAll()).toEqual([operations, [], []]);
  for (const permission of ['ske.resource.operate', 'ske.resource.read']) {
    denied.clear();
    denied.add(permission);
    expect(await askForAll()).toEqual([[], [], []]);
  }
  // It is a question: nobody was refused anything.
  expect(audited).toEqual([]);
});

it('counts a long list as several questions', async () => {
  const refs = Array.from({ length: 100 }, () => ({
    ...ref('one'),
    kind: 'Nothing',
  }));
  const statuses = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const { status } = await call(busy, '/v1/operable', { refs });
      return status;
    }),
  );
  // More would be 240 questions in a minute.
  expect(statuses.filter(status => status === 200)).toHaveLength(21);
  expect(statuses.filter(status => status === 429)).toHaveLength(9);
});

it.each([
  ['none', 0],
  ['too many', 101],
])('does not say it of %s', async (_, count) => {
  const refs = Array.from({ length: count }, () => ref('one'));
  const { status, error } = await call(anna, '/v1/operable', { refs });
  expect(status).toBe(400);
  expect(error).toContain('refs');
});

it('shows a Promise to its audience only, and lets only that request it', async () => {
  const patch = (audience: string | null) =>
    client.patch(
      resourceTypes.promises,
      { name: promiseName },
      {
        metadata: { annotations: { 'kratix.io/backstage-audience': audience } },
      },
    );
  await patch('team-a, group:default/team-b');
  const whole = encodeURIComponent(
    subjectKey({ kind: 'promise', name: promiseName }),
  );
  const manifest = JSON.stringify({
    apiVersion: ref('new').apiVersion,
    kind: 'Drawer',
    metadata: { name: 'new', namespace: 'default' },
    spec: { size: 'small' },
  });
  try {
    // The watch may be a moment behind.
    await eventually('the audience of the Promise', async () => {
      const { error } = await call(stranger, `/v1/promises/${promiseName}`);
      return error?.includes(
        'is for group:default/team-a, group:default/team-b',
      );
    });
    const access = await call(stranger, `/v1/access?subject=${whole}`);
    expect(access.answer).toMatchObject({
      create: { allowed: false, by: 'backstage' },
    });
    const wanted = await call(stranger, '/v1/dry-run', { manifest });
    expect(wanted.error).toContain('you are in none of these groups');
    const list = await call(stranger, '/v1/promises');
    expect(list.text).not.toContain(promiseName);
    const all = await call(anna, '/v1/promises');
    expect(offeringsSchema.parse(all.answer).items).toContainEqual(
      expect.objectContaining({
        name: promiseName,
        title: 'Drawer',
        offers: true,
        create: { allowed: true },
      }),
    );

    const forAnna = await call(anna, `/v1/access?subject=${whole}`);
    expect(forAnna.answer).toEqual({ create: { allowed: true } });
    const { answer } = await call(anna, '/v1/dry-run', { manifest });
    expect(answer).toMatchObject({ outcome: 'accepted' });
    // What was requested before stays with its owner, and nobody else.
    const ofOne = `/resource?${query('one')}`;
    expect((await call(stranger, ofOne)).status).toBe(403);
    const owner = 'ske.backstage.component/owner';
    const give = (to: string | null) =>
      client.patch(type, ref('one'), {
        metadata: { annotations: { [owner]: to } },
      });
    await give('team-z');
    expect((await call(stranger, ofOne)).status).toBe(200);
    await give(null);
  } finally {
    await patch(null);
  }
});

it('moves a Resource that is bound to a version to a newer one', async () => {
  const { version } = await viewWith(view => view.version.running === 'v1');
  expect(version).toMatchObject({ follows: true, upgrade: 'none' });
  const bind = (to: string) =>
    call(anna, '/v1/upgrade', { ...ref('one'), version: to });
  expect((await bind('v1')).status).toBe(200);
  await client.patch(
    resourceTypes.promises,
    { name: promiseName },
    {
      metadata: { labels: { 'kratix.io/promise-version': 'v2' } },
    },
  );
  const bound = await viewWith(view => view.version.upgrade === 'possible');
  expect(bound.version).toMatchObject({
    running: 'v1',
    bound: 'v1',
    latest: 'v2',
    installed: ['v2', 'v1'],
    follows: false,
  });
  const unknown = await bind('v3');
  expect(unknown.status).toBe(400);
  expect(unknown.error).toContain('Installed: v2, v1');
  const listed = await call(anna, `/v1/promises/${promiseName}/versions`);
  const { versions } = offeringVersionsSchema.parse(listed.answer);
  expect(versions.map(one => [one.version, typeof one.spec])).toEqual([
    ['v2', 'object'],
    ['v1', 'object'],
  ]);
  await bind('v2');
  const upgraded = await viewWith(view => view.version.running === 'v2');
  expect(upgraded.version).toMatchObject({ bound: 'v2', upgrade: 'none' });
}, 60_000);

it('offers values for a form: what its hints name, to who may request and see', async () => {
  const wanter = newCachePromise('Wanter');
  const asking = structuredClone(wanter.promise);
  asking.metadata.annotations = {
    'ske.backstage.template/form': JSON.stringify({
      'spec.source': { options: { from: 'resources', promise: promiseName } },
      'spec.path': {
        options: {
          from: 'resources',
          promise: promiseName,
          value: 'namespace/name',
        },
      },
      'spec.place': { options: { from: 'namespaces' } },
      'spec.goal': { options: { from: 'destinations' } },
      'spec.lost': { options: { from: 'resources', promise: 'not-there' } },
      'spec.owner': { options: { from: 'owners' } },
    }),
  };
  const fields = ['source', 'path', 'place', 'goal', 'lost', 'owner', 'plain'];
  const text = { type: 'string' };
  const [version] = objectsOf(at(asking, 'spec', 'api', 'spec', 'versions'));
  version.schema = {
    openAPIV3Schema: {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: Object.fromEntries(fields.map(name => [name, text])),
        },
      },
    },
  };
  await client.create(resourceTypes.promises, asking);
  const destination = await client.create(resourceTypes.destinations, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Destination',
    metadata: { name: wanter.promiseName },
    spec: {
      path: 'here',
      stateStoreRef: { name: 'none', kind: 'BucketStateStore' },
    },
  });
  const options = (field: string, who = anna) =>
    call(
      who,
      `/v1/options?${new URLSearchParams({
        promise: wanter.promiseName,
        field: `spec.${field}`,
      })}`,
    );
  const items = async (field: string) => (await options(field)).answer;

  expect(await items('source')).toEqual({ items: ['one'], more: false });
  expect(await items('path')).toEqual({ items: ['default/one'], more: false });
  expect(await items('place')).toMatchObject({
    items: expect.arrayContaining(['default', 'kube-system']),
  });
  expect(await items('goal')).toMatchObject({
    items: expect.arrayContaining([destination.metadata.name]),
  });
  for (const field of ['owner', 'plain', 'none', 'source[]']) {
    expect(await options(field)).toMatchObject({
      status: 404,
      error: expect.stringContaining('has no hint `options`'),
    });
  }
  expect((await options('lost')).status).toBe(404);
  expect((await call(anna, '/v1/options?promise=..')).status).toBe(400);

  // Of what one may not see, nothing is offered.
  denied.add('ske.resource.read');
  expect(await items('source')).toEqual({ items: [], more: false });
  denied.add('ske.promise.read');
  expect((await options('source')).status).toBe(403);
  denied.clear();
  denied.add('ske.resource.create');
  expect((await options('place')).status).toBe(200);
  denied.add('ske.resource.update');
  expect((await options('place')).status).toBe(403);
  denied.clear();
  await client.delete(resourceTypes.promises, { name: wanter.promiseName });
  await client.delete(resourceTypes.destinations, destination.metadata);
}, 60_000);

it('follows a log until its container ends', async () => {
  const { runs } = await viewWith(view =>
    view.runs.some(run => run.state === 'succeeded'),
  );
  const run = runs.find(({ state }) => state === 'succeeded')!;
  const search = new URLSearchParams(query('one'));
  search.set('pod', run.pod!);
  search.set('podNamespace', run.namespace);
  search.set('container', run.containers[0].name);
  search.set('follow', 'true');
  const response = await fetch(`${base}/v1/log?${search}`, {
    headers: { authorization: anna },
  });
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toContain('rendering small');
});

it('serves the log of a Pod of the Resource, wherever its pipeline runs, and no other', async () => {
  const newPod = async (name: string, namespace: string, of?: string) => {
    await client.create(resourceTypes.pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${promiseName}-${name}`,
        namespace,
        labels: {
          'kratix.io/promise-name': promiseName,
          'kratix.io/resource-name': 'one',
          ...(of ? { 'kratix.io/resource-namespace': of } : {}),
        },
      },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    });
    const search = new URLSearchParams(query('one'));
    search.set('pod', `${promiseName}-${name}`);
    search.set('podNamespace', namespace);
    search.set('container', 'c');
    const { error = '' } = await call(anna, `/v1/log?${search}`);
    await client.delete(resourceTypes.pods, {
      name: `${promiseName}-${name}`,
      namespace,
    });
    return !error.includes('has no pipeline Pod');
  };
  const served = [
    await newPod('own', 'default'),
    await newPod('elsewhere', 'kube-public', 'default'),
    await newPod('of-another', 'kube-public'),
    await newPod('of-another-that-says-so', 'kube-public', 'kube-public'),
    await newPod('of-another-here', 'default', 'kube-public'),
  ];
  expect(served).toEqual([true, true, false, false, false]);
});

it('decides a dry run by what is there, and shows it to readers only', async () => {
  const sent = (owner: string) =>
    call(anna, '/v1/dry-run', {
      mode: 'update',
      manifest: JSON.stringify({
        apiVersion: ref('one').apiVersion,
        kind: ref('one').kind,
        metadata: {
          name: 'one',
          annotations: { 'ske.backstage.component/owner': owner },
        },
        spec: { size: 'small' },
      }),
    });
  expect((await sent('group:default/team-a')).status).toBe(200);
  denied.add('ske.resource.read');
  audited.length = 0;
  expect((await sent('group:default/team-a')).status).toBe(403);
  // At a severity that Backstage logs by default.
  expect(audited).toMatchObject([
    {
      eventId: 'dry-run',
      severityLevel: 'medium',
      outcome: 'fail',
      meta: { ...ref('one'), mode: 'update' },
    },
  ]);
});

it('tells platform engineers how the platform is reached, and nobody else', async () => {
  const { answer, text } = await call(anna, '/health');
  const health = platformHealthSchema.parse(answer);
  expect(health).toMatchObject({
    auth: 'own',
    reachable: { state: 'yes', version: expect.stringMatching(/^v\d/) },
    discovery: { state: 'on' },
    credentials: [{ whose: 'backstage', user: 'ske-admin' }],
  });
  expect(health.credentials[0].rights.every(right => right.allowed)).toBe(true);
  expect(health.credentials[0].missingRules).toBeUndefined();
  expect(health.watches).toContainEqual(
    expect.objectContaining({ resource: 'promises', state: 'live' }),
  );
  expect(text).not.toMatch(/PRIVATE KEY|Bearer/);
  denied.add('ske.platform.read');
  expect((await call(anna, '/health')).error).toContain('ske.platform.read');
});

it('says whether a namespace exists, to those who may request there', async () => {
  const askFor = (namespace: string) =>
    call(
      anna,
      `/v1/namespace?${new URLSearchParams({
        promise: promiseName,
        namespace,
      })}`,
    );
  expect((await askFor('default')).answer).toEqual({ existence: 'found' });
  expect((await askFor('nosuchns')).answer).toEqual({ existence: 'missing' });
  expect((await askFor('Not.A.Name')).status).toBe(400);
  denied.add('ske.resource.create');
  expect((await askFor('default')).status).toBe(403);
});
