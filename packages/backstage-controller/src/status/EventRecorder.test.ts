import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { silentLog } from '../log/__testUtils__/silentLog';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { EventRecorder, type RecordedEvent } from './EventRecorder';

const MINUTE = 60_000;
const promise: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', uid: 'u1' },
};
const failed: RecordedEvent = {
  type: 'Warning',
  reason: 'GenerateOrWriteFailed',
  note: 'forbidden',
};

function newRecorder(platform: FakePlatform) {
  const time = { now: Date.UTC(2026, 0, 1) };
  const recorder = new EventRecorder({
    platform,
    log: silentLog,
    instance: 'pod-1',
    now: () => new Date(time.now),
  });
  return { recorder, time };
}

const eventsOn = (platform: FakePlatform) =>
  platform.list(resourceTypes.events);

it('writes an Event about an object', async () => {
  const platform = new FakePlatform();
  await newRecorder(platform).recorder.record(promise, failed);
  expect(await eventsOn(platform)).toMatchObject([
    {
      apiVersion: 'events.k8s.io/v1',
      metadata: { namespace: 'default' },
      ...failed,
      eventTime: '2026-01-01T00:00:00.000000Z',
      regarding: { kind: 'Promise', name: 'redis', uid: 'u1' },
      reportingController: 'syntasso.io/backstage-controller',
      reportingInstance: 'pod-1',
    },
  ]);
});

it('is beside an object that is in a namespace', async () => {
  const platform = new FakePlatform();
  const resource = {
    ...promise,
    metadata: { name: 'cache', namespace: 'team-a' },
  };
  await newRecorder(platform).recorder.record(resource, failed);
  expect(await eventsOn(platform)).toMatchObject([
    {
      metadata: { namespace: 'team-a' },
      regarding: { namespace: 'team-a' },
    },
  ]);
});

it('makes a series of the same Event, and does not write each one', async () => {
  const platform = new FakePlatform();
  const { recorder, time } = newRecorder(platform);
  for (let count = 0; count < 5; count++) {
    await recorder.record(promise, failed);
    time.now += MINUTE;
  }
  expect(platform.writes).toHaveLength(1);
  await recorder.record(promise, failed);
  const [event, ...others] = await eventsOn(platform);
  expect(event).toMatchObject({
    series: { count: 6, lastObservedTime: '2026-01-01T00:05:00.000000Z' },
  });
  expect(others).toEqual([]);
});

it('writes another Event for another reason', async () => {
  const platform = new FakePlatform();
  const { recorder } = newRecorder(platform);
  await recorder.record(promise, failed);
  await recorder.record(promise, { ...failed, note: 'another one' });
  expect(await eventsOn(platform)).toHaveLength(2);
});

it('writes some only of many that differ, and others a while later', async () => {
  const platform = new FakePlatform();
  const { recorder, time } = newRecorder(platform);
  const recordMany = async (from: number) => {
    for (let count = from; count < from + 30; count++) {
      await recorder.record(promise, { ...failed, note: `request ${count}` });
    }
    return (await eventsOn(platform)).length;
  };
  expect(await recordMany(0)).toBe(10);
  await recorder.record(promise, { ...failed, reason: 'PromiseHasNoAPI' });
  expect(await eventsOn(platform)).toHaveLength(11);
  time.now += 5 * MINUTE;
  expect(await recordMany(100)).toBe(21);
});

it('begins anew when the API server has forgotten the Event', async () => {
  const platform = new FakePlatform();
  const { recorder, time } = newRecorder(platform);
  await recorder.record(promise, failed);
  const [{ metadata }] = await eventsOn(platform);
  platform.take(resourceTypes.events, metadata);
  time.now += 61 * MINUTE;
  await recorder.record(promise, failed);
  await recorder.record(promise, failed);
  expect(await eventsOn(platform)).toHaveLength(1);
});

it.each([
  ['ä'.repeat(900), 'ä'.repeat(500)],
  [`${'x'.repeat(998)}😀`, 'x'.repeat(998)],
  ['a note', 'a note'],
])('keeps a note as short as Kubernetes takes it: %#', async (note, kept) => {
  const platform = new FakePlatform();
  await newRecorder(platform).recorder.record(promise, { ...failed, note });
  expect(await eventsOn(platform)).toMatchObject([{ note: kept }]);
});

it('tells no password of an address', async () => {
  const platform = new FakePlatform();
  const note = 'Could not push to https://bot:hunter2@git.example.test/a.git.';
  await newRecorder(platform).recorder.record(promise, { ...failed, note });
  expect(await eventsOn(platform)).toMatchObject([
    { note: expect.stringMatching(/^Could not push to (?!.*hunter2)/) },
  ]);
});

it('has a valid name also where that of the object is cut', async () => {
  const platform = new FakePlatform();
  const name = `${'a'.repeat(199)}.${'b'.repeat(50)}`;
  await newRecorder(platform).recorder.record(
    { ...promise, metadata: { name } },
    failed,
  );
  const [event] = await eventsOn(platform);
  expect(event.metadata.name).toMatch(/^a{199}\.[0-9a-f]{16}$/);
});

it('stops nothing when an Event cannot be written', async () => {
  const platform = new FakePlatform();
  platform.refuse = () => new Error('forbidden');
  await expect(
    newRecorder(platform).recorder.record(promise, failed),
  ).resolves.toBeUndefined();
});
