import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ResourceCollator, type ResourceDocument } from './ResourceCollator';

const entity = (name: string, annotations: object): Entity => ({
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
  spec: { type: 'kratix-resource', owner: 'group:default/team-web' },
});

async function documents(entities: Entity[]) {
  const collator = new ResourceCollator({
    catalog: catalogServiceMock({ entities }),
    auth: mockServices.auth(),
  });
  const found: ResourceDocument[] = [];
  for await (const document of await collator.getCollator()) {
    found.push(document);
  }
  return found;
}

it('has what a person may remember of a Resource, and who may see it', async () => {
  const [found] = await documents([
    entity('cache', { 'kratix.io/health': 'failed' }),
  ]);
  expect(found).toEqual({
    title: 'cache Redis',
    text: 'Redis cache in namespace web, of Promise redis. Redis created via redis Promise',
    location: '/catalog/default/component/cache-redis',
    kind: 'Redis',
    namespace: 'web',
    promise: 'redis',
    owner: 'group:default/team-web',
    health: 'failed',
    authorization: { resourceRef: 'component:default/cache-redis' },
  });
});

it('leaves out what is no Resource, or does not say which', async () => {
  const found = await documents([
    entity('cache', { 'kratix.io/type': 'promise' }),
    entity('cache', { 'kratix.io/kind': '' }),
  ]);
  expect(found).toEqual([]);
});

it('reads a large catalog page by page', async () => {
  const many = Array.from({ length: 1_200 }, (_, n) => entity(`c-${n}`, {}));
  const found = await documents(many);
  expect(new Set(found.map(({ title }) => title)).size).toBe(1_200);
});
