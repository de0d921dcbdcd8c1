import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import type { Entity } from '@backstage/catalog-model';
import { eventually, testKubeconfig } from '@internal/testbed';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import { ask, startBackend, type TestBackend } from '../__testUtils__/backend';
import { newCachePromise, newClient } from '../__testUtils__/cachePromise';

// What another portal reads, as docs/mirror-catalog.md says it: over HTTP, by a static token.

const AT_ONCE = 20;
jest.setTimeout(60_000);

const TOKEN = 'token-of-another-portal';
const mirror = { authorization: `Bearer ${TOKEN}` };
const client = newClient();
const { promise, promiseName, ref, type } = newCachePromise(
  'Mirrored',
  `- status: { dashboard: "https://grafana.example.org/{{ metadata.name }}", repository: { url: "https://git.example.org/{{ metadata.name }}" }, invite: "https://anna:hunter2@example.org", password: hunter2 }\n`,
);
const ofPromise = `metadata.labels.kratix.io/promise-name=${promiseName}`;
const names = Array.from({ length: 21 }, (_, n) => `one-${n}`);

let backend: TestBackend;
let catalog: string;

/** Creates a Resource; the API of a Promise comes a moment later. */
const create = (name: string, metadata: Partial<Manifest['metadata']> = {}) => {
  const { apiVersion, kind, namespace } = ref(name);
  const resource: Manifest = {
    ...{ apiVersion, kind, spec: { size: 'small' } },
    metadata: { name, namespace, ...metadata },
  };
  return eventually(`the API of ${kind}`, () =>
    client.create(type, resource).catch(ifNotFound),
  );
};

beforeAll(async () => {
  backend = await startBackend({
    config: {
      backend: {
        auth: {
          externalAccess: [
            {
              type: 'static',
              options: { token: TOKEN, subject: 'another-portal' },
              accessRestrictions: [
                {
                  plugin: 'catalog',
                  permission: 'catalog.entity.read, catalog.location.read',
                },
              ],
            },
          ],
        },
      },
      ske: {
        kubernetes: { kubeconfig: testKubeconfig() },
        discovery: { labels: ['acme.example/*'] },
      },
    },
    features: [
      authServiceFactory,
      httpAuthServiceFactory,
      permissionsServiceFactory,
    ],
  });
  catalog = `${backend.api}/catalog`;
  await client.create(resourceTypes.promises, {
    ...promise,
    metadata: {
      ...promise.metadata,
      labels: { ...promise.metadata.labels, team: 'platform' },
      annotations: {
        'ske.backstage.component/links':
          'Documentation=https://docs.example.org\nSupport=https://support.example.org',
      },
    },
  });
  await create(names[0], {
    labels: {
      ...{ team: 'payments', 'app.kubernetes.io/part-of': 'shop' },
      ...{ 'acme.example/cost-center': '4711', 'tool.example/id': 'x1' },
    },
    annotations: {
      'ske.backstage.component/owner': 'group:default/team-payments',
      'ske.backstage.component/dependsOn': 'component:default/one-1-mirrored',
    },
  });
  await Promise.all(names.slice(1).map(name => create(name)));
}, 60_000);

afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: promiseName });
  await backend.stop();
});

const read = async (path: string, query: Record<string, string> = {}) => {
  const { status, answer } = await ask(
    `${catalog}${path}?${new URLSearchParams(query)}`,
    mirror,
  );
  expect(status).toBe(200);
  return answer;
};

/** The Component with this name, as soon as it has links of its status. */
const linked = (name: string) =>
  eventually(`links of ${name}`, async () => {
    const filter = `kind=component,metadata.name=${name}`;
    const [entity] = (await read('/entities', { filter })) as Entity[];
    return (entity?.metadata.links?.length ?? 0) > 0 && entity;
  });

const relationsOf = ({ relations = [] }: Entity) =>
  relations.map(({ type: kind, targetRef }) => `${kind} ${targetRef}`).sort();

it('has all fields of a Resource', async () => {
  const entity = await eventually('its version', async () => {
    const found = await linked('one-0-mirrored');
    const version = found.metadata.labels?.['kratix.io/promise-version'];
    return version !== undefined && found;
  });
  expect(entity).toMatchObject({
    kind: 'Component',
    metadata: {
      namespace: 'default',
      name: 'one-0-mirrored',
      title: 'one-0 Mirrored',
      description: expect.stringContaining(promiseName),
      tags: ['kratix'],
      annotations: {
        'kratix.io/type': 'resource',
        'kratix.io/promise-name': promiseName,
        'kratix.io/kind': 'Mirrored',
        'kratix.io/name': 'one-0',
        'kratix.io/namespace': 'default',
        'kratix.io/health': expect.any(String),
      },
    },
    spec: {
      type: 'kratix-resource',
      lifecycle: 'production',
      owner: 'group:default/team-payments',
    },
  });
  expect(entity.metadata.labels).toEqual({
    'kratix.io/promise-name': promiseName,
    'kratix.io/promise-version': 'v1',
    'acme.example/cost-center': '4711',
    'app.kubernetes.io/part-of': 'shop',
    team: 'payments',
  });
  expect(entity.metadata.links).toEqual([
    { title: 'Dashboard', url: 'https://grafana.example.org/one-0' },
    { title: 'Repository', url: 'https://git.example.org/one-0' },
  ]);
  expect(relationsOf(entity)).toEqual([
    'dependsOn component:default/mirrored-promise',
    'dependsOn component:default/one-1-mirrored',
    'ownedBy group:default/team-payments',
  ]);
  expect(JSON.stringify(entity)).not.toContain('hunter2');
});

it('has all fields of a Promise and of its Template', async () => {
  const entity = await linked('mirrored-promise');
  expect(entity).toMatchObject({
    metadata: {
      title: 'Mirrored Promise',
      tags: ['kratix'],
      labels: {
        'kratix.io/promise-name': promiseName,
        'kratix.io/promise-version': 'v1',
        team: 'platform',
      },
      annotations: { 'kratix.io/type': 'promise' },
      links: [
        { title: 'Documentation', url: 'https://docs.example.org' },
        { title: 'Support', url: 'https://support.example.org' },
      ],
    },
    spec: {
      type: 'kratix-promise',
      lifecycle: 'production',
      owner: 'kratix-platform',
    },
  });
  const [template] = (await read('/entities', {
    filter: `kind=template,${ofPromise}`,
  })) as Entity[];
  expect(template).toMatchObject({
    metadata: {
      name: 'mirrored-promise-template',
      labels: { team: 'platform' },
    },
    spec: { type: 'kratix-resource', owner: 'kratix-platform' },
  });
  expect(relationsOf(template)).toEqual([
    'ownedBy group:default/kratix-platform',
  ]);
});

it('is read 20 at a time, each entity once', async () => {
  interface Page {
    items: Entity[];
    totalItems: number;
    pageInfo: { nextCursor?: string };
  }
  const filter = `kind=component,${ofPromise}`;
  const limit = String(AT_ONCE);
  const pageOf = async (query: Record<string, string>) =>
    (await read('/entities/by-query', { ...query, limit })) as Page;
  const first = await eventually('all of them', async () => {
    const page = await pageOf({ filter, orderField: 'metadata.name,asc' });
    return page.totalItems === names.length + 1 && page;
  });
  expect(first.items).toHaveLength(AT_ONCE);
  const second = await pageOf({ cursor: first.pageInfo.nextCursor! });
  expect(second.pageInfo.nextCursor).toBeUndefined();
  const found = [...first.items, ...second.items];
  const expected = [
    'mirrored-promise',
    ...names.map(name => `${name}-mirrored`),
  ];
  expect(found.map(({ metadata }) => metadata.name).sort()).toEqual(
    [...expected].sort(),
  );
  const listed = [
    ...((await read('/entities', { filter, limit })) as Entity[]),
    ...((await read('/entities', {
      filter,
      limit,
      offset: limit,
    })) as Entity[]),
  ];
  expect(listed.map(({ metadata }) => metadata.name).sort()).toEqual(
    [...expected].sort(),
  );
  // Nobody has registered a file with them.
  expect(await read('/locations')).toEqual([]);
});

it('keeps its name while it changes', async () => {
  const before = await linked('one-2-mirrored');
  await client.patch(type, ref('one-2'), {
    metadata: {
      labels: { team: 'search' },
      annotations: { 'ske.backstage.component/title': 'Renamed' },
    },
  });
  const after = await eventually('the change', async () => {
    const filter = `${ofPromise},metadata.labels.team=search`;
    const [entity] = (await read('/entities', { filter })) as Entity[];
    return entity;
  });
  expect(after.metadata).toMatchObject({
    ...{ title: 'Renamed', name: before.metadata.name },
    ...{ uid: before.metadata.uid, links: before.metadata.links },
  });
});

it('is all that the token is for', async () => {
  const location = { type: 'url', target: 'https://example.org/catalog.yaml' };
  const statusOf = async (url: string, headers: typeof mirror, body?: object) =>
    (await ask(url, headers, body)).status;
  expect(await statusOf(`${catalog}/locations`, mirror, location)).toBe(403);
  expect(await statusOf(`${backend.api}/ske/v1/promises`, mirror)).toBe(403);
  const other = { authorization: 'Bearer token-of-nobody' };
  expect(await statusOf(`${catalog}/entities`, other)).toBe(401);
});
