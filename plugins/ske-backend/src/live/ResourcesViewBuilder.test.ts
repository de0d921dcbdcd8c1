import { NotAllowedError } from '@backstage/errors';
import {
  refOf,
  resourcesQuerySchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import type { ReplayedPlatform } from '../__testUtils__/ReplayedPlatform';
import { everybody, newViewer } from '../__testUtils__/viewers';
import { makeResource, watchPlatform } from '../__testUtils__/watchedPlatform';
import type { Viewer } from '../access/Access';
import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import { objectKey } from '../entities/OfferedObjects';
import { LiveSource } from './LiveSource';
import { ResourcesViewBuilder } from './ResourcesViewBuilder';
import { ViewSources } from './ViewSources';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('builds a table again only when a Resource in it has got another entity', async () => {
  const { live, play } = watchPlatform({ entities: newCatalogEntities() });
  const promise = promiseOf('Lamp');
  const [desk, floor] = [
    makeResource('Lamp', 'desk'),
    makeResource('Lamp', 'floor'),
  ];
  [promise, desk, floor].forEach(object => play('ADDED', object));
  const query = resourcesQuerySchema.parse({ limit: '1' });
  const builder = new ResourcesViewBuilder(
    live,
    { kind: 'resources', promise: 'lamp', query },
    everybody,
  );
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

  const deskRef = await entities.reserveRef(desk);
  await entities.reserveRef(floor);
  // The Promise is not in the table, and the other lamp is on its next page.
  expect(await buildsAfterPublishing(promise, floor)).toBe(0);
  expect(entityRefs).toEqual([undefined]);
  expect(await buildsAfterPublishing(promise, desk)).toBe(1);
  expect(entityRefs).toEqual([deskRef]);
  // Its status has changed: it keeps its name.
  expect(await buildsAfterPublishing(desk)).toBe(0);

  end();
  live.stop();
});

describe('the list of all Resources', () => {
  /** A platform, and what the list says of it to somebody. */
  function open(
    prepare: (platform: ReplayedPlatform) => void = () => {},
    { namespaces, ...limits }: Partial<Viewer> & { namespaces?: string[] } = {},
  ) {
    const { platform, live, play } = watchPlatform({ namespaces });
    prepare(platform);
    const viewer = newViewer(limits);
    const seen: { rows: unknown[]; total: number } = { rows: [], total: -1 };
    const told: { denied?: string; freshness?: string } = {};
    const end = new ViewSources(live)
      .list(
        {
          kind: 'allResources',
          query: resourcesQuerySchema.parse({ sort: 'promise' }),
        },
        viewer,
      )
      .subscribe(update => {
        if (update.name === 'freshness') told.freshness = update.data;
        if (update.name !== 'view' || update.event.kind !== 'resources') return;
        const { rows, total, denied } = update.event.page;
        told.denied = denied;
        seen.total = total;
        seen.rows = rows.map(row => `${row.promise.title} ${row.ref.name}`);
      });
    return {
      ...{ play, seen, told, viewer },
      pass: () => jest.advanceTimersByTimeAsync(2_000),
      close: () => {
        end();
        live.stop();
      },
    };
  }

  it('has those of every Promise, and looks at one when one changes', async () => {
    const { play, seen, viewer, pass, close } = open();
    play('ADDED', promiseOf('Lamp'));
    play('ADDED', promiseOf('Candle'));
    play('ADDED', makeResource('Lamp', 'desk'));
    play(
      'ADDED',
      makeResource('Lamp', 'secret', { labels: { hidden: 'yes' } }),
    );
    play('ADDED', makeResource('Candle', 'desk'));
    await pass();
    expect(seen).toEqual({ rows: ['Candle desk', 'Lamp desk'], total: 2 });

    viewer.resourceRefusal.mockClear();
    play('ADDED', makeResource('Lamp', 'floor'));
    await pass();
    expect(seen.rows).toEqual(['Candle desk', 'Lamp desk', 'Lamp floor']);
    expect(viewer.resourceRefusal).toHaveBeenCalledTimes(1);
    play(
      'MODIFIED',
      makeResource('Candle', 'desk', { labels: { hidden: 'yes' } }),
    );
    play('DELETED', makeResource('Lamp', 'floor'));
    await pass();
    expect(seen).toEqual({ rows: ['Lamp desk'], total: 1 });
    close();
  });

  it('lists those of a Promise again when that is another one, and no others', async () => {
    const { play, seen, viewer, pass, close } = open();
    play('ADDED', promiseOf('Lamp'));
    play('ADDED', promiseOf('Candle'));
    ['a', 'b', 'c'].forEach(name => play('ADDED', makeResource('Lamp', name)));
    play('ADDED', makeResource('Candle', 'a'));
    await pass();
    viewer.resourceRefusal.mockClear();
    // Its status is of no concern to who may see its Resources.
    play('MODIFIED', {
      ...promiseOf('Candle'),
      status: { status: 'Available' },
    });
    await pass();
    expect(viewer.resourceRefusal).not.toHaveBeenCalled();
    play(
      'MODIFIED',
      promiseOf('Candle', { metadata: { labels: { any: 'other' } } }),
    );
    await pass();
    expect(viewer.resourceRefusal).toHaveBeenCalledTimes(1);
    play('DELETED', promiseOf('Lamp'));
    await pass();
    expect(seen).toEqual({ rows: ['Candle a'], total: 1 });
    play('ADDED', promiseOf('Lamp'));
    await pass();
    expect(seen.total).toBe(4);
    close();
  });

  it('says what may be missing, and names no API of what one may not see', async () => {
    const forbid = (platform: ReplayedPlatform) =>
      platform.forbidden.add('lamps.own.example.org');
    const forAll = open(forbid);
    const forOthers = open(forbid, {
      offeringRefusal: ({ name }) =>
        name === 'lamp' ? new NotAllowedError('not for you') : undefined,
    });
    for (const { play, pass } of [forAll, forOthers]) {
      await pass();
      play('ADDED', promiseOf('Lamp'));
      play('ADDED', promiseOf('Candle'));
      play('ADDED', makeResource('Candle', 'desk'));
      await pass();
    }
    expect(forAll.told.denied).toContain('lamps.own.example.org');
    expect(forOthers.told.denied).toBeUndefined();
    expect(forOthers.seen.rows).toEqual(['Candle desk']);
    // Nor does it say how fresh that is.
    expect(forAll.told.freshness).toContain('lamps.own.example.org');
    expect(forOthers.told.freshness).toContain('live');
    [forAll, forOthers].forEach(({ close }) => close());
  });

  it('names no namespace in which one may see nothing', async () => {
    const forbid = (platform: ReplayedPlatform) =>
      platform.forbidden.add('lamps.own.example.org in team-b');
    const namespaces = ['team-a', 'team-b'];
    const onlyIn =
      (namespace: string): Viewer['resourceRefusal'] =>
      ({ resource }) =>
        resource.metadata.namespace === namespace
          ? undefined
          : new NotAllowedError('not for you');
    const ofBoth = open(forbid, { namespaces });
    const ofA = open(forbid, { namespaces, resourceRefusal: onlyIn('team-a') });
    const ofB = open(forbid, { namespaces, resourceRefusal: onlyIn('team-b') });
    for (const { play, pass } of [ofBoth, ofA, ofB]) {
      await pass();
      play('ADDED', promiseOf('Lamp'));
      play('ADDED', makeResource('Lamp', 'desk', { namespace: 'team-a' }));
      await pass();
    }
    for (const { told } of [ofBoth, ofB]) {
      expect(told.freshness).toContain('in team-b');
    }
    expect(ofBoth.told.denied).toContain('in team-b');
    expect(ofA.seen.rows).toEqual(['Lamp desk']);
    expect(ofA.told.denied).toBeUndefined();
    expect(ofA.told.freshness).toContain('live');
    [ofBoth, ofA, ofB].forEach(({ close }) => close());
  });

  it('is empty where nothing is on offer, and says so', async () => {
    const { seen, pass, close } = open();
    await pass();
    expect(seen).toEqual({ rows: [], total: 0 });
    close();
  });
});
