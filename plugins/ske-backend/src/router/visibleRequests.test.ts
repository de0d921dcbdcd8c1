import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  kratix,
  ownerOf,
  type Manifest,
  type OfferedResource,
  type PullRequest,
  type WaitingQuery,
} from '@syntasso/plugin-ske-common';
import { InMemoryRequestStore } from '../__testUtils__/InMemoryRequestStore';
import { promiseOf } from '../__testUtils__/promiseOf';
import type { Viewer } from '../access/Access';
import type { Platform } from '../platform/Platform';
import type { NewRequest } from '../requests/store/insertRequest';
import { findMyRequests, findWaitingRequests } from './visibleRequests';

const anna = 'user:default/anna';
const bert = 'user:default/bert';
const offering = kratix.offeringOf(promiseOf('Lamp'));
const viewer: Viewer = {
  key: 'anna',
  ownsThrough: [anna, 'group:default/team-a'],
  person: anna,
  offeringRefusal: () => undefined,
  resourceRefusal: ({ resource }: OfferedResource) =>
    ownerOf(resource.metadata.annotations) === 'secretive'
      ? new NotAllowedError('not for you')
      : undefined,
};

/** A store, and the names of the requests that a viewer is told of. */
function newBed(
  present: Record<string, string> = {},
  access: {
    lacking?: string;
    installed?: string;
    isWatched?: boolean;
    readsFrom?: Platform['readsFrom'];
    /** Owners as the cluster has them; default: the same. */
    onCluster?: Record<string, string>;
  } = {},
) {
  const store = new InMemoryRequestStore();
  const lampOf = (
    name: string,
    owners: Record<string, string> = present,
  ): Manifest | undefined =>
    owners[name] === undefined
      ? undefined
      : {
          apiVersion: 'own.example.org/v1',
          kind: 'Lamp',
          metadata: {
            name,
            annotations: { 'ske.backstage.component/owner': owners[name] },
          },
        };
  const read = jest.fn(async ({ name }: { name: string }) => {
    const lamp = lampOf(name);
    if (!lamp) throw new NotFoundError(name);
    return lamp;
  });
  const informer = {
    list: {},
    state: { kind: 'live' },
    store: {
      get: (_: string, name: string) => lampOf(name, access.onCluster),
    },
  };
  const platform = {
    offeringOf: async ({ kind }: { kind: string }) => {
      if (kind === 'Lamp') return offering;
      throw new NotAllowedError('nothing offers it');
    },
    get: read,
    getWritten: async () => {
      throw new ServiceUnavailableError('no repository');
    },
    readsFrom: access.readsFrom ?? 'cluster',
    cluster: {
      live: {
        offerings: {
          areCurrent: access.isWatched === true,
          byKind: () => offering,
        },
        allResources: () => [informer],
      },
      reviewAccess: async ({ apiVersion }: { apiVersion: string }) => {
        const { lacking, installed = 'own.example.org/v1' } = access;
        if (apiVersion !== installed) throw new NotFoundError(apiVersion);
        return { type: {}, lacking };
      },
    },
  } as unknown as Platform;
  return {
    store,
    read,
    ask: async (
      name: string,
      requestedBy: string,
      owner?: string,
      more: Partial<NewRequest> = {},
    ) => {
      const { record } = await store.insert(
        {
          promise: 'lamp',
          ref: {
            apiVersion: 'own.example.org/v1',
            kind: 'Lamp',
            namespace: 'default',
            name,
          },
          action: 'Request',
          delivery: 'pull-request',
          manifest: 'kind: Lamp',
          requestedBy,
          ...more,
        },
        { owner, hasWholeManifest: true },
        { by: 'me', until: new Date(0) },
      );
      return record.id;
    },
    /** Marks a request as one whose pull request is in this state. */
    propose: (id: string, state: PullRequest['state']) =>
      store.markSent(id, {
        pullRequest: {
          url: `https://host/${id}`,
          state,
          review: 'none',
          checks: 'none',
          conflicts: false,
        },
      }),
    waiting: async (
      as: Partial<Viewer> = {},
      isPersonal = false,
      query: Partial<WaitingQuery> = {},
    ) =>
      findWaitingRequests(
        {
          ...{ store, platform, isPersonal },
          viewer: { ...viewer, ...as },
        },
        { limit: 20, ...query },
      ),
    told: async (as: Partial<Viewer> = {}, isPersonal = false) => {
      const records = await findMyRequests({
        ...{ store, platform, isPersonal },
        viewer: { ...viewer, ...as },
      });
      return records.map(({ ref }) => ref.name).sort();
    },
  };
}

it('tells what one has asked for, and what others propose for their groups', async () => {
  const { ask, told, store } = newBed();
  await ask('own', anna);
  await ask('pushed', anna, undefined, { delivery: 'push' });
  await ask('ours', bert, 'team-a');
  await ask('theirs', bert, 'team-b');
  await ask('unowned', bert);
  const done = await ask('done', anna);
  await store.finish(done, 'ready');
  expect(await told()).toEqual(['ours', 'own', 'pushed']);
  expect(await told({ person: bert, ownsThrough: [bert] })).toEqual([
    'ours',
    'theirs',
    'unowned',
  ]);
  // A service asks for nothing of its own.
  expect(await told({ person: undefined, ownsThrough: undefined })).toEqual([]);
});

it('tells nothing of what one may not see', async () => {
  const { ask, told } = newBed({ given: 'secretive', kept: 'team-a' });
  await ask('hidden', anna, 'secretive');
  // They were of team-a when they were proposed; one has another owner by now.
  await ask('given', bert, 'team-a');
  await ask('kept', bert, 'team-a');
  const ref = {
    apiVersion: 'own.example.org/v1',
    kind: 'Candle',
    name: 'lost',
  };
  await ask('lost', anna, undefined, { ref });
  expect(await told()).toEqual(['kept']);
});

it('reads no Resource that a watch has, or knows to be gone', async () => {
  const present = { given: 'secretive', kept: 'team-a' };
  const { ask, told, read } = newBed(present, { isWatched: true });
  for (const name of ['given', 'kept', 'new']) await ask(name, bert, 'team-a');
  expect(await told()).toEqual(['kept', 'new']);
  expect(read).not.toHaveBeenCalled();
});

it('goes by the repository where that is read, also while a watch runs', async () => {
  const { ask, told } = newBed(
    { given: 'secretive', kept: 'team-a' },
    {
      isWatched: true,
      readsFrom: 'repository',
      // The cluster has not applied yet what was merged.
      onCluster: { given: 'team-a', kept: 'secretive' },
    },
  );
  await ask('given', bert, 'team-a');
  await ask('kept', bert, 'team-a');
  expect(await told()).toEqual(['kept']);
});

it('asks the platform where each person has an account of their own there', async () => {
  const allowed = newBed();
  await allowed.ask('own', anna);
  expect(await allowed.told({}, true)).toEqual(['own']);
  const refused = newBed({}, { lacking: 'get' });
  await refused.ask('own', anna);
  expect(await refused.told({}, true)).toEqual([]);
});

it('tells of a request in a version of the API that is not served any more', async () => {
  const { ask, told } = newBed();
  const apiVersion = 'own.example.org/v1alpha1';
  const ref = { apiVersion, kind: 'Lamp', namespace: 'default', name: 'old' };
  await ask('old', anna, undefined, { ref });
  await ask('new', anna);
  expect(await told({}, true)).toEqual(['new', 'old']);
});

it('tells of own requests while their API is not installed, and of no others', async () => {
  const { ask, told } = newBed({}, { installed: 'none' });
  await ask('own', anna);
  await ask('ours', bert, 'team-a');
  expect(await told({}, true)).toEqual(['own']);
});

describe('what waits for a review', () => {
  const namesOf = async (answer: ReturnType<typeof findWaitingRequests>) =>
    (await answer).items.map(({ ref }) => ref.name);

  it('is of whoever has asked for it, as long as its pull request is open', async () => {
    const { ask, propose, waiting, store } = newBed();
    await propose(await ask('first', bert, 'team-b'), 'open');
    await propose(await ask('second', anna), 'open');
    await propose(await ask('merged', bert), 'merged');
    // Its pull request is still to be opened.
    await ask('unsent', bert);
    await ask('pushed', anna, undefined, { delivery: 'push' });
    const done = await ask('done', bert);
    await propose(done, 'open');
    await store.finish(done, 'closed');
    expect(await namesOf(waiting())).toEqual(['first', 'second']);
    expect(await waiting()).toEqual({ items: expect.any(Array), more: 0 });
    // A service may see all, too.
    expect(
      await namesOf(waiting({ person: undefined, ownsThrough: undefined })),
    ).toEqual(['first', 'second']);
  });

  it('is nothing that one may not see, on the platform or as it was asked for', async () => {
    const { ask, propose, waiting } = newBed({ given: 'secretive' });
    await propose(await ask('hidden', bert, 'secretive'), 'open');
    await propose(await ask('given', bert, 'team-a'), 'open');
    await propose(await ask('shown', bert, 'team-a'), 'open');
    expect(await namesOf(waiting())).toEqual(['shown']);
    const refused = newBed({}, { lacking: 'get' });
    await refused.propose(await refused.ask('shown', bert), 'open');
    expect(await namesOf(refused.waiting({}, true))).toEqual([]);
  });

  it('comes page by page, and says how many come after', async () => {
    const { ask, propose, waiting } = newBed();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await propose(await ask(name, bert), 'open');
    }
    const page = (after?: string) => waiting({}, false, { limit: 2, after });
    const first = await page();
    expect(first.items.map(({ ref }) => ref.name)).toEqual(['a', 'b']);
    expect(first.more).toBe(3);
    const second = await page(first.next);
    expect(second.items.map(({ ref }) => ref.name)).toEqual(['c', 'd']);
    expect(second.more).toBe(1);
    const third = await page(second.next);
    expect(third.items.map(({ ref }) => ref.name)).toEqual(['e']);
    expect(third).toEqual({ items: third.items, more: 0 });
  });

  it('reads on past what one may not see, and no more than the page needs', async () => {
    const { ask, propose, waiting, store, read } = newBed();
    const names = Array.from({ length: 50 }, (_, number) => `lamp-${number}`);
    for (const name of names) {
      const owner = name === 'lamp-1' ? 'secretive' : 'team-b';
      await propose(await ask(name, bert, owner), 'open');
    }
    const listed = jest.spyOn(store, 'listWaiting');
    const listedAll = jest.spyOn(store, 'listUnfinishedByPullRequest');
    const { items, more, next } = await waiting({}, false, { limit: 2 });
    expect(items.map(({ ref }) => ref.name)).toEqual(['lamp-0', 'lamp-2']);
    expect(more).toBe(47);
    expect(listed).toHaveBeenCalledTimes(2);
    expect(read).toHaveBeenCalledTimes(4);
    expect(listedAll).not.toHaveBeenCalled();
    const { items: following } = await waiting({}, false, {
      limit: 1,
      after: next,
    });
    expect(following.map(({ ref }) => ref.name)).toEqual(['lamp-3']);
  });
});
