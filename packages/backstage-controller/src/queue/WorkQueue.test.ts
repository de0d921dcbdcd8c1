import type { Clock } from './clock';
import { runQueue } from './runQueue';
import { WorkQueue } from './WorkQueue';
import { newClock } from './__testUtils__/newClock';

const newQueue = (clock?: Clock) =>
  new WorkQueue<string>({ idOf: key => key, clock });

it('gives out keys in order, each one once', async () => {
  const queue = newQueue();
  for (const key of ['a', 'b', 'a']) queue.add(key);
  expect(queue.depth).toBe(2);
  expect([await queue.take(), await queue.take()]).toEqual(['a', 'b']);
  expect(queue.depth).toBe(0);
});

it('gives out a key again only when the work on it has ended', async () => {
  const queue = newQueue();
  queue.add('a');
  await queue.take();
  queue.add('a');
  queue.add('a');
  expect(queue.depth).toBe(0);
  queue.done('a');
  expect(queue.depth).toBe(1);
  await queue.take();
  queue.done('a');
  expect(queue.depth).toBe(0);
});

it('gives a key to one who waits for it', async () => {
  const queue = newQueue();
  const taken = queue.take();
  queue.add('a');
  expect(await taken).toBe('a');
});

it('waits longer with each failure in a row, up to five minutes', () => {
  const { clock, advance } = newClock();
  const queue = newQueue(clock);
  for (const longest of [5, 10, 20, 40]) {
    queue.addRateLimited('a');
    advance(longest / 2 - 1);
    expect(queue.depth).toBe(0);
    advance(longest / 2 + 1);
    expect(queue.depth).toBe(1);
    void queue.take();
    queue.done('a');
  }
  expect(queue.failuresOf('a')).toBe(4);
});

it('waits at most five minutes', async () => {
  const { clock, advance } = newClock();
  const queue = newQueue(clock);
  for (let failure = 0; failure < 40; failure++) {
    queue.add('a');
    await queue.take();
    queue.addRateLimited('a');
    queue.done('a');
  }
  advance(149_999);
  expect(queue.depth).toBe(0);
  advance(150_001);
  expect(queue.depth).toBe(1);
});

it('begins with short pauses again when a failure is forgotten', async () => {
  const { clock, advance } = newClock();
  const queue = newQueue(clock);
  for (let failure = 0; failure < 20; failure++) {
    queue.add('a');
    await queue.take();
    queue.addRateLimited('a');
    queue.done('a');
  }
  queue.add('a');
  await queue.take();
  queue.forget('a');
  queue.done('a');
  expect(queue.failuresOf('a')).toBe(0);
  queue.addRateLimited('a');
  advance(5);
  expect(queue.depth).toBe(1);
});

it('adds a key at the earliest of several times', () => {
  const { clock, advance } = newClock();
  const queue = newQueue(clock);
  queue.addAfter('a', 100);
  queue.addAfter('a', 10);
  queue.addAfter('a', 50);
  advance(10);
  expect(queue.depth).toBe(1);
  advance(100);
  expect(queue.depth).toBe(1);
});

it('does not wait for a later time when a key is added at once', () => {
  const { clock, timers } = newClock();
  const queue = newQueue(clock);
  queue.addAfter('a', 100);
  queue.add('a');
  expect(queue.depth).toBe(1);
  expect(timers.size).toBe(0);
});

it('says for how long the oldest key has waited', () => {
  const { clock, advance } = newClock();
  const queue = newQueue(clock);
  expect(queue.oldestAgeMs).toBe(0);
  queue.add('a');
  advance(70);
  queue.add('b');
  advance(30);
  expect(queue.oldestAgeMs).toBe(100);
});

it('leaves no timer and nobody waiting when it is stopped', async () => {
  const { clock, timers } = newClock();
  const queue = newQueue(clock);
  const taken = queue.take();
  queue.addAfter('a', 100);
  queue.stop();
  queue.add('b');
  queue.addRateLimited('c');
  expect(await taken).toBeUndefined();
  expect(await queue.take()).toBeUndefined();
  expect(timers.size).toBe(0);
});

it('goes on after a failure, and tries that key again', async () => {
  const queue = newQueue();
  const runs: string[] = [];
  let failed = false;
  queue.add('a');
  queue.add('b');
  await runQueue(queue, {
    concurrency: 1,
    work: async key => {
      if (key === 'a' && !failed) {
        failed = true;
        throw new Error('not yet');
      }
    },
    onRun: ({ key, error }) => {
      runs.push(`${key} ${error ? 'failed' : 'done'}`);
      if (runs.length === 3) queue.stop();
    },
  });
  expect(runs).toEqual(['a failed', 'b done', 'a done']);
});

it('works on some keys at once, never on the same one', async () => {
  const queue = newQueue();
  const running = new Set<string>();
  let most = 0;
  let ended = 0;
  for (const key of ['a', 'b', 'c', 'd']) queue.add(key);
  await runQueue(queue, {
    concurrency: 2,
    work: async key => {
      expect(running.has(key)).toBe(false);
      running.add(key);
      most = Math.max(most, running.size);
      await new Promise(setImmediate);
      running.delete(key);
    },
    onRun: () => {
      ended += 1;
      if (ended === 4) queue.stop();
    },
  });
  expect(most).toBe(2);
});
