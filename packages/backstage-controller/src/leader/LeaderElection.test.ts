import { at } from '@syntasso/plugin-ske-common';
import { silentLog } from '../log/__testUtils__/silentLog';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { controllerTypes } from '../platform/names';
import type { Clock } from '../queue/clock';
import { LeaderElection } from './LeaderElection';

const KEY = {
  namespace: 'kratix-platform-system',
  name: 'backstage-controller',
};
const timing = {
  leaseDuration: 15_000,
  renewDeadline: 10_000,
  retryPeriod: 2_000,
};

/** A clock that goes on by itself whenever somebody waits for it. */
function newClock() {
  let now = Date.UTC(2026, 0, 1);
  const timers = new Map<symbol, { at: number; act: () => void }>();
  const clock: Clock = {
    now: () => now,
    after: (ms, act) => {
      const id = Symbol('timer');
      timers.set(id, { at: now + ms, act });
      return () => timers.delete(id);
    },
  };
  /** Lets a time pass, with all that happens meanwhile. */
  const pass = async (ms: number) => {
    const end = now + ms;
    for (;;) {
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      const [next] = [...timers].sort(([, a], [, b]) => a.at - b.at);
      if (!next || next[1].at > end) break;
      timers.delete(next[0]);
      now = Math.max(now, next[1].at);
      next[1].act();
    }
    now = end;
  };
  return { clock, pass };
}

function newElection(platform: FakePlatform, identity: string, clock: Clock) {
  return new LeaderElection({
    platform,
    namespace: KEY.namespace,
    leaseName: KEY.name,
    identity,
    timing,
    log: silentLog,
    clock,
  });
}

const specOf = async (platform: FakePlatform) =>
  (await platform.find(controllerTypes.leases, KEY))?.spec;

const stop = new AbortController();
afterAll(() => stop.abort());

it('leads at once where nobody does, and writes that into the Lease', async () => {
  const platform = new FakePlatform();
  const election = newElection(platform, 'a', newClock().clock);
  expect(election.isLeader).toBe(false);
  const lost = await election.lead(stop.signal);
  expect(lost?.aborted).toBe(false);
  expect(election.isLeader).toBe(true);
  expect(await specOf(platform)).toMatchObject({
    holderIdentity: 'a',
    leaseDurationSeconds: 15,
    acquireTime: '2026-01-01T00:00:00.000000Z',
    leaseTransitions: 0,
  });
});

it('waits while another replica leads, and leads when that has gone', async () => {
  const platform = new FakePlatform();
  const { clock, pass } = newClock();
  const end = new AbortController();
  await newElection(platform, 'a', clock).lead(end.signal);
  const second = newElection(platform, 'b', clock);
  const leads = second.lead(stop.signal);
  await pass(60_000);
  expect(second.isLeader).toBe(false);
  // It ends without releasing the Lease, as when its machine is gone.
  end.abort();
  await pass(10_000);
  expect(second.isLeader).toBe(false);
  await pass(12_000);
  expect(await leads).toBeDefined();
  expect(await specOf(platform)).toMatchObject({
    holderIdentity: 'b',
    leaseTransitions: 1,
  });
});

it('lets another replica lead at once when it stops', async () => {
  const platform = new FakePlatform();
  const { clock, pass } = newClock();
  const end = new AbortController();
  const first = newElection(platform, 'a', clock);
  await first.lead(end.signal);
  const second = newElection(platform, 'b', clock);
  void second.lead(stop.signal);
  end.abort();
  await first.release();
  expect(first.isLeader).toBe(false);
  await pass(3_000);
  expect(second.isLeader).toBe(true);
});

it('renews the Lease, and keeps when it has begun to lead', async () => {
  const platform = new FakePlatform();
  const { clock, pass } = newClock();
  await newElection(platform, 'a', clock).lead(stop.signal);
  const before = await specOf(platform);
  await pass(10_000);
  const after = await specOf(platform);
  expect(at(after, 'renewTime')).not.toBe(at(before, 'renewTime'));
  expect(at(after, 'acquireTime')).toBe(at(before, 'acquireTime'));
});

it('leads no longer when it cannot renew the Lease in time', async () => {
  const platform = new FakePlatform();
  const { clock, pass } = newClock();
  const election = newElection(platform, 'a', clock);
  const lost = await election.lead(stop.signal);
  platform.refuse = verb =>
    verb === 'replace' ? new Error('the API server is away') : undefined;
  await pass(8_000);
  expect(lost?.aborted).toBe(false);
  await pass(5_000);
  expect(lost?.aborted).toBe(true);
  expect(election.isLeader).toBe(false);
});

it('counts from when it has asked for the Lease, not from a late answer', async () => {
  const platform = new FakePlatform();
  const { clock, pass } = newClock();
  let late = 0;
  const election = newElection(platform, 'a', {
    now: () => clock.now() + late,
    after: clock.after,
  });
  const lost = await election.lead(stop.signal);
  const replace = platform.replace.bind(platform);
  jest.spyOn(platform, 'replace').mockImplementationOnce(async (...args) => {
    const replaced = await replace(...args);
    late = 9_000;
    platform.refuse = () => new Error('the API server is away');
    return replaced;
  });
  await pass(3_000);
  expect(lost?.aborted).toBe(false);
  await pass(3_000);
  expect(lost?.aborted).toBe(true);
});

it('leads no longer when another replica has the Lease', async () => {
  const platform = new FakePlatform();
  const { clock, pass } = newClock();
  const lost = await newElection(platform, 'a', clock).lead(stop.signal);
  const lease = await platform.find(controllerTypes.leases, KEY);
  platform.put(controllerTypes.leases, {
    ...lease!,
    spec: { ...lease!.spec, holderIdentity: 'b' },
  });
  await pass(3_000);
  expect(lost?.aborted).toBe(true);
  expect(lost?.reason).toMatchObject({
    message: expect.stringContaining('is held by b'),
  });
});

it('is not the leader when it is stopped before', async () => {
  const platform = new FakePlatform();
  const { clock } = newClock();
  const end = new AbortController();
  await newElection(platform, 'a', clock).lead(stop.signal);
  const leads = newElection(platform, 'b', clock).lead(end.signal);
  end.abort();
  expect(await leads).toBeUndefined();
});
