import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  kratix,
  ownerOf,
  type Manifest,
  type OfferedResource,
} from '@syntasso/plugin-ske-common';
import { InMemoryRequestStore } from '../__testUtils__/InMemoryRequestStore';
import { lampPromise } from '../__testUtils__/lampPromise';
import type { Viewer } from '../access/Access';
import type { Platform } from '../platform/Platform';
import type { NewRequest } from '../requests/store/insertRequest';
import { findMyRequests } from './visibleRequests';

const anna = 'user:default/anna';
const bert = 'user:default/bert';
const offering = kratix.offeringOf(lampPromise());
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
  access: { lacking?: string } = {},
) {
  const store = new InMemoryRequestStore();
  const platform = {
    offeringOf: async ({ kind }: { kind: string }) => {
      if (kind === 'Lamp') return offering;
      throw new NotAllowedError('nothing offers it');
    },
    get: async ({ name }: { name: string }): Promise<Manifest> => {
      if (!present[name]) throw new NotFoundError(name);
      return {
        apiVersion: 'own.example.org/v1',
        kind: 'Lamp',
        metadata: {
          name,
          annotations: { 'ske.backstage.component/owner': present[name] },
        },
      };
    },
    cluster: { reviewAccess: async () => ({ type: {}, ...access }) },
  } as unknown as Platform;
  return {
    store,
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

it('asks the platform where each person has an account of their own there', async () => {
  const allowed = newBed();
  await allowed.ask('own', anna);
  expect(await allowed.told({}, true)).toEqual(['own']);
  const refused = newBed({}, { lacking: 'get' });
  await refused.ask('own', anna);
  expect(await refused.told({}, true)).toEqual([]);
});
