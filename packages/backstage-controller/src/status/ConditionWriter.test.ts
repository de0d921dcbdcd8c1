import { ConflictError } from '@backstage/errors';
import { at, objectsOf, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { ConditionWriter, type WantedCondition } from './ConditionWriter';

const { promises } = resourceTypes;
const ready: WantedCondition = {
  type: 'PortalBindingReady',
  status: 'True',
  reason: 'BindingResolved',
  message: 'Bound',
};
const ofKratix = {
  type: 'Available',
  status: 'True',
  reason: 'PromiseAvailable',
  message: '',
  lastTransitionTime: '2025-01-01T00:00:00Z',
};

async function newPromise(platform: FakePlatform): Promise<Manifest> {
  platform.put(promises, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: { name: 'redis' },
    spec: {},
    status: { workflows: 0, conditions: [ofKratix] },
  });
  return (await platform.find(promises, { name: 'redis' })) as Manifest;
}

const conditionsOn = async (platform: FakePlatform) =>
  objectsOf(
    at(
      await platform.find(promises, { name: 'redis' }),
      'status',
      'conditions',
    ),
  );

const at2026 = (month: number) => () => new Date(Date.UTC(2026, month, 1));

it('sets a condition beside those of others', async () => {
  const platform = new FakePlatform();
  const promise = await newPromise(platform);
  const writer = new ConditionWriter(platform, at2026(0));
  expect(await writer.set(promises, promise, [ready])).toBe('written');
  expect(await conditionsOn(platform)).toEqual([
    ofKratix,
    {
      ...ready,
      lastTransitionTime: '2026-01-01T00:00:00Z',
      observedGeneration: 1,
    },
  ]);
});

it('asks and writes nothing where it is there already', async () => {
  const platform = new FakePlatform();
  const writer = new ConditionWriter(platform);
  await writer.set(promises, await newPromise(platform), [ready]);
  const writes = platform.writes.length;
  const promise = await platform.find(promises, { name: 'redis' });
  expect(await writer.set(promises, promise!, [ready])).toBe('unchanged');
  expect(platform.writes).toHaveLength(writes);
});

it('cuts no character in half', async () => {
  const platform = new FakePlatform();
  const promise = await newPromise(platform);
  const message = `${'x'.repeat(1_999)}😀`;
  const writer = new ConditionWriter(platform);
  await writer.set(promises, promise, [{ ...ready, message }]);
  const [, condition] = await conditionsOn(platform);
  expect(condition.message).toBe('x'.repeat(1_999));
});

it('tells no password of an address, and writes it once', async () => {
  const platform = new FakePlatform();
  const message = 'Could not push to https://bot:hunter2@git.example.test/a.';
  const writer = new ConditionWriter(platform);
  const wanted = [{ ...ready, message }];
  await writer.set(promises, await newPromise(platform), wanted);
  const [, condition] = await conditionsOn(platform);
  expect(condition.message).toMatch(/^Could not push to (?!.*hunter2)/);
  const promise = await platform.find(promises, { name: 'redis' });
  expect(await writer.set(promises, promise!, wanted)).toBe('unchanged');
});

it('keeps the time of a condition until its status is another one', async () => {
  const platform = new FakePlatform();
  await new ConditionWriter(platform, at2026(0)).set(
    promises,
    await newPromise(platform),
    [ready],
  );
  const later = new ConditionWriter(platform, at2026(1));
  const change = async (changes: Partial<WantedCondition>) => {
    const promise = await platform.find(promises, { name: 'redis' });
    await later.set(promises, promise!, [{ ...ready, ...changes }]);
    return (await conditionsOn(platform))[1];
  };
  expect(await change({ message: 'Bound to another' })).toMatchObject({
    message: 'Bound to another',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  });
  expect(await change({ status: 'False', reason: 'Gone' })).toMatchObject({
    lastTransitionTime: '2026-02-01T00:00:00Z',
  });
});

it('reads again when somebody else has written meanwhile', async () => {
  const platform = new FakePlatform();
  const stale = await newPromise(platform);
  const available = { ...ofKratix, message: 'Changed by Kratix' };
  platform.put(promises, {
    ...stale,
    status: { workflows: 0, conditions: [available] },
  });
  await new ConditionWriter(platform).set(promises, stale, [ready]);
  expect(await conditionsOn(platform)).toMatchObject([available, ready]);
});

it('gives up when somebody else writes each time', async () => {
  const platform = new FakePlatform();
  const promise = await newPromise(platform);
  platform.refuse = () => new ConflictError('has changed');
  await expect(
    new ConditionWriter(platform).set(promises, promise, [ready]),
  ).rejects.toThrow('has changed');
});

it('takes conditions away, and leaves those of others', async () => {
  const platform = new FakePlatform();
  const writer = new ConditionWriter(platform);
  await writer.set(promises, await newPromise(platform), [ready]);
  const promise = await platform.find(promises, { name: 'redis' });
  await writer.set(promises, promise!, [], { remove: [ready.type] });
  expect(await conditionsOn(platform)).toEqual([ofKratix]);
});

it('waits for an object that cannot have conditions yet', async () => {
  const platform = new FakePlatform();
  const promise = await newPromise(platform);
  const canTake = () => false;
  expect(
    await new ConditionWriter(platform).set(promises, promise, [ready], {
      canTake,
    }),
  ).toBe('waiting');
  expect(platform.writes).toEqual([]);
});

it('does not bring back an object that is gone', async () => {
  const platform = new FakePlatform();
  const promise = await newPromise(platform);
  platform.refuse = () => {
    platform.take(promises, { name: 'redis' });
    return new ConflictError('has changed');
  };
  expect(
    await new ConditionWriter(platform).set(promises, promise, [ready]),
  ).toBe('unchanged');
});
