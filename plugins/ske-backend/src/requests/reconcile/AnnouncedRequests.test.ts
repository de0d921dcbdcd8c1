import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import { InMemoryRequestStore } from '../../__testUtils__/InMemoryRequestStore';
import { AnnouncedRequests } from './AnnouncedRequests';

const ref = (name: string): ObjectRef => ({
  apiVersion: 'example.org/v1',
  kind: 'Redis',
  namespace: 'default',
  name,
});
const redis = ({ apiVersion, kind, ...metadata }: ObjectRef): Manifest => ({
  apiVersion,
  kind,
  metadata,
});

const requestDeletion = (store: InMemoryRequestStore, name: string) =>
  store.insert(
    {
      promise: 'redis',
      action: 'Delete',
      delivery: 'push',
      ref: ref(name),
    },
    { hasWholeManifest: true },
    { by: 'test', until: new Date() },
  );

it('reads only the requests of the Resource that has changed', async () => {
  const store = new InMemoryRequestStore();
  const announced = new AnnouncedRequests();
  const isAnnounced = (name: string) =>
    Object.keys(announced.annotationsOf(redis(ref(name)))).length > 0;
  await requestDeletion(store, 'one');
  await requestDeletion(store, 'two');
  expect(await announced.refresh(store)).toEqual([ref('one'), ref('two')]);

  const reads = jest.spyOn(store, 'listUnfinished');
  const { record } = await requestDeletion(store, 'three');
  expect(await announced.refresh(store, [ref('three')])).toEqual([
    ref('three'),
  ]);
  expect(await announced.refresh(store, [ref('three')])).toEqual([]);
  expect(['one', 'two', 'three'].map(isAnnounced)).toEqual([true, true, true]);
  await store.finish(record.id, 'deleted');
  expect(await announced.refresh(store, [ref('three')])).toEqual([
    ref('three'),
  ]);
  expect(['one', 'two', 'three'].map(isAnnounced)).toEqual([true, true, false]);
  expect(reads.mock.calls).toEqual([
    [[ref('three')]],
    [[ref('three')]],
    [[ref('three')]],
  ]);
});
