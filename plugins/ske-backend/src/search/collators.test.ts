import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { IndexableDocument } from '@backstage/plugin-search-common';
import { kratix, type Manifest } from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import {
  createCatalogCollator,
  createKratixEntityCollator,
  createResourceCollator,
} from './collators';
import type { EntityCollator } from './EntityCollator';
import type { FindResource } from './documents';

const entity = (name: string, annotations: object, more = {}): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: `${name}-redis`,
    title: `${name} Redis`,
    description: 'Redis created via redis Promise',
    annotations: {
      'kratix.io/type': 'resource',
      'kratix.io/promise-name': 'redis',
      'kratix.io/group': 'marketplace.example.org',
      'kratix.io/version': 'v1',
      'kratix.io/kind': 'Redis',
      'kratix.io/name': name,
      'kratix.io/namespace': 'web',
      ...annotations,
    },
  },
  spec: { type: 'kratix-resource', owner: 'group:default/team-web', ...more },
});
const promise: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'redis-promise',
    title: 'Redis Promise',
    description: 'Redis as a Service',
    annotations: {
      'kratix.io/type': 'promise',
      'kratix.io/promise-name': 'redis',
      'kratix.io/api-name': 'Redis',
      'kratix.io/health': 'ready',
    },
  },
  spec: { type: 'kratix-promise', owner: 'kratix-platform' },
};
const other = (
  kind: string,
  name: string,
  type: string,
  location = 'url:x',
) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: {
    name,
    description: `About ${name}`,
    annotations: { 'backstage.io/managed-by-location': location },
  },
  spec: { type, lifecycle: 'production', owner: 'team-web' },
});

const offering = kratix.offeringOf(
  promiseOf('Redis', { group: 'marketplace.example.org' }),
);
const resource: Manifest = {
  apiVersion: 'marketplace.example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache', namespace: 'web' },
  spec: { evictionPolicy: 'allkeys-lru', password: 'hunter2' },
};
const findResource: FindResource = ({ name }) =>
  name === 'cache' ? { offering, resource } : undefined;

const services = (entities: Entity[]) => ({
  catalog: catalogServiceMock({ entities }),
  auth: mockServices.auth(),
});
async function documentsOf(collator: EntityCollator) {
  const found: IndexableDocument[] = [];
  for await (const document of await collator.getCollator()) {
    found.push(document);
  }
  return found;
}
const resources = (entities: Entity[], find?: FindResource) =>
  documentsOf(createResourceCollator(services(entities), find));

it('has what a person may remember of a Resource, and who may see it', async () => {
  const entities = [entity('cache', { 'kratix.io/health': 'failed' })];
  const [found] = await resources(entities, findResource);
  expect(found).toEqual({
    title: 'cache Redis',
    text: 'Redis cache in namespace web, of Promise redis. Redis created via redis Promise',
    location: '/catalog/default/component/cache-redis',
    kind: 'Redis',
    namespace: 'web',
    promise: 'redis',
    owner: 'group:default/team-web',
    health: 'failed',
    spec: 'evictionPolicy: allkeys-lru',
    authorization: {
      resourceRef: 'resource/marketplace.example.org%2Fv1/Redis/web/cache',
    },
  });
  const { visibilityPermission } = createResourceCollator(
    services([]),
    findResource,
  );
  expect(visibilityPermission.name).toBe('ske.resource.read');
});

it('leaves it to the catalog who finds it where there is no cluster to decide with', async () => {
  const [found] = await resources([entity('cache', {})]);
  expect(found).toMatchObject({
    spec: '',
    authorization: { resourceRef: 'component:default/cache-redis' },
  });
  const { visibilityPermission } = createResourceCollator(
    services([]),
    undefined,
  );
  expect(visibilityPermission.name).toBe('catalog.entity.read');
});

it('leaves out what is no Resource, or does not say which', async () => {
  const found = await resources([
    promise,
    entity('cache', { 'kratix.io/kind': '' }),
    other('Template', 'redis-promise-template', 'kratix-resource'),
  ]);
  expect(found).toEqual([]);
});

it('finds an entity that says only by its type what it is', async () => {
  const found = await resources([entity('cache', { 'kratix.io/type': '' })]);
  expect(found).toHaveLength(1);
});

it('reads a large catalog page by page', async () => {
  const many = Array.from({ length: 1_200 }, (_, n) => entity(`c-${n}`, {}));
  const found = await resources(many);
  expect(new Set(found.map(({ title }) => title)).size).toBe(1_200);
});

it('finds Promises, and Resources for an audience without what was asked for, as the catalog does', async () => {
  const limited = entity('cache', {}, { audience: ['group:default/team-a'] });
  expect(await resources([limited], findResource)).toEqual([]);
  const collator = createKratixEntityCollator(
    services([promise, limited, entity('open', {})]),
    findResource,
  );
  expect(collator.visibilityPermission.name).toBe('catalog.entity.read');
  const found = await documentsOf(collator);
  expect(found).toHaveLength(2);
  expect(found).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        title: 'Redis Promise',
        text: 'Promise redis, offers Redis. Redis as a Service',
        kind: 'Promise',
        health: 'ready',
        authorization: { resourceRef: 'component:default/redis-promise' },
      }),
      expect.objectContaining({
        title: 'cache Redis',
        spec: '',
        authorization: { resourceRef: 'component:default/cache-redis' },
      }),
    ]),
  );
});

it('asks the platform for an audience that an entity does not name', async () => {
  const annotations = { 'kratix.io/backstage-audience': 'team-a' };
  const limited = kratix.offeringOf(
    promiseOf('Redis', { metadata: { annotations } }),
  );
  const find: FindResource = () => ({ offering: limited, resource });
  const entities = [entity('cache', {})];
  expect(await resources(entities, find)).toEqual([]);
  const found = await documentsOf(
    createKratixEntityCollator(services(entities), find),
  );
  expect(found).toEqual([
    expect.objectContaining({
      spec: '',
      authorization: { resourceRef: 'component:default/cache-redis' },
    }),
  ]);
});

it('finds the rest of the catalog as Backstage does, and nothing of ours twice', async () => {
  const broken = entity('broken', { 'kratix.io/kind': '' });
  const collator = createCatalogCollator(
    services([
      promise,
      entity('cache', {}),
      broken,
      other('Template', 'redis-promise-template', 'kratix-resource'),
      other('Template', 'renamed', 'service', 'ske:prod'),
      other('Template', 'website', 'service'),
      other('Component', 'shop', 'website'),
    ]),
  );
  const found = await documentsOf(collator);
  expect(found.map(({ title }) => title).sort()).toEqual([
    'broken Redis',
    'shop',
    'website',
  ]);
  expect(found).toContainEqual({
    title: 'shop',
    text: 'About shop',
    location: '/catalog/default/component/shop',
    ...{ kind: 'Component', namespace: 'default', lifecycle: 'production' },
    ...{ type: 'website', componentType: 'website', owner: 'team-web' },
    authorization: { resourceRef: 'component:default/shop' },
  });
});
