import {
  refOf,
  resourcesQuerySchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { lampPromise } from '../__testUtils__/lampPromise';
import { ReplayedPlatform } from '../__testUtils__/ReplayedPlatform';
import type { Viewer } from '../access/Access';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import { objectKey } from '../entities/OfferedObjects';
import { ClusterWatches } from './ClusterWatches';
import { LiveSource } from './LiveSource';
import { ResourcesViewBuilder } from './ResourcesViewBuilder';

const everybody: Viewer = {
  key: 'everybody',
  ownsThrough: undefined,
  offeringRefusal: () => undefined,
  resourceRefusal: () => undefined,
};

const promise = lampPromise();
const lamp = (name: string): Manifest => ({
  apiVersion: 'own.example.org/v1',
  kind: 'Lamp',
  metadata: { name, namespace: 'default', uid: `uid-of-${name}` },
});

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('builds a table again only when a Resource in it has got another entity', async () => {
  const platform = new ReplayedPlatform();
  const add = (resource: string, object: Manifest) =>
    platform.play({ atMs: 0, resource, type: 'ADDED', object });
  add('promises.platform.kratix.io', promise);
  add('lamps.own.example.org', lamp('desk'));
  add('lamps.own.example.org', lamp('floor'));
  const live = new ClusterWatches({
    name: 'replayed',
    client: platform.client,
    engines: [kratixOnCluster],
    entities: newCatalogEntities(),
  });
  const query = resourcesQuerySchema.parse({ limit: '1' });
  const builder = new ResourcesViewBuilder(live, 'lamp', query, everybody);
  const build = jest.spyOn(builder, 'build');
  let entityRefs: unknown;
  const end = new LiveSource(builder, () => {}).subscribe(update => {
    if (update.name !== 'view' || update.event.kind !== 'resources') return;
    entityRefs = update.event.page.rows.map(({ entityRef }) => entityRef);
  });
  const { entities } = live;
  const buildsAfterPublishing = async (...objects: Manifest[]) => {
    build.mockClear();
    entities.notifyPublished(
      new Set(objects.map(object => objectKey(refOf(object)))),
    );
    await jest.advanceTimersByTimeAsync(2_000);
    return build.mock.calls.length;
  };
  await jest.advanceTimersByTimeAsync(2_000);
  expect(entityRefs).toEqual([undefined]);

  const deskRef = await entities.reserveRef(lamp('desk'));
  await entities.reserveRef(lamp('floor'));
  // The Promise is not in the table, and the other lamp is on its next page.
  expect(await buildsAfterPublishing(promise, lamp('floor'))).toBe(0);
  expect(entityRefs).toEqual([undefined]);
  expect(await buildsAfterPublishing(promise, lamp('desk'))).toBe(1);
  expect(entityRefs).toEqual([deskRef]);
  // Its status has changed: it keeps its name.
  expect(await buildsAfterPublishing(lamp('desk'))).toBe(0);

  end();
  live.stop();
});
