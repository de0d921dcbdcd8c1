import { NotAllowedError } from '@backstage/errors';
import {
  kratix,
  manifestSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import { everybody } from '../__testUtils__/viewers';
import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import type { Viewer } from '../access/Access';
import { findCatalogProblems } from './catalogProblems';
import type { ClusterWatches } from './ClusterWatches';

const broken = { 'ske.backstage.component/system': ':x' };
const definition = (annotations: Record<string, string> = {}) =>
  promiseOf('Redis', { group: 'example.org', metadata: { annotations } });
const redis = (name: string) =>
  manifestSchema.parse({
    apiVersion: 'example.org/v1',
    kind: 'Redis',
    metadata: { name, namespace: 'web', uid: name, annotations: broken },
  });

/** What a viewer is told, whose credential reads these Resources. */
async function problemsFor(
  readable: Manifest[],
  options: { promise?: Manifest; refused?: string } = {},
) {
  const entities = newCatalogEntities();
  const offering = kratix.offeringOf(options.promise ?? definition());
  entities.objects.putOffering(offering);
  for (let n = 0; n < 10; n += 1)
    entities.objects.putResource(offering, redis(`r${n}`));
  await entities.generateChanged();
  const store = {
    get: (_: string | undefined, name: string) =>
      readable.find(({ metadata }) => metadata.name === name),
  };
  const live = { entities, allResources: () => [{ store }] };
  const viewer: Viewer = {
    ...everybody,
    resourceRefusal: ({ resource }) =>
      resource.metadata.name === options.refused
        ? new NotAllowedError('not yours')
        : undefined,
  };
  return findCatalogProblems(
    live as unknown as ClusterWatches,
    offering,
    viewer,
  );
}

it('names only Resources that the viewer may see, and counts no others', async () => {
  const readable = [redis('r0'), redis('r1')];
  expect(await problemsFor(readable, { refused: 'r1' })).toMatchObject({
    own: [],
    resources: { objects: 1, examples: [{ object: { name: 'r0' } }] },
  });
  expect(await problemsFor([])).toBeUndefined();
});

it('names a few of many Resources, and the problems of the Promise itself', async () => {
  const all = Array.from({ length: 10 }, (_, n) => redis(`r${n}`));
  const problems = await problemsFor(all, { promise: definition(broken) });
  expect(problems?.own).toMatchObject([
    { object: { kind: 'Promise', name: 'redis' }, field: 'spec.system' },
  ]);
  expect(problems?.resources.objects).toBe(10);
  expect(problems?.resources.examples).toHaveLength(5);
});
