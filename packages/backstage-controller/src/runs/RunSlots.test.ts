import type { OutputId } from '../writers/EntityWriter';
import { RunSlots } from './RunSlots';

const idOf = (promise: string): OutputId => ({
  kind: 'promise',
  portal: undefined,
  promise,
});

function newSlots(most: number) {
  const seen = { running: 0 };
  const woken: string[] = [];
  const slots = new RunSlots({
    most,
    countRunning: () => seen.running,
    wake: ({ promise }) => woken.push(promise),
  });
  return { slots, seen, woken };
}

it('counts what the watch has not seen yet', () => {
  const { slots, seen, woken } = newSlots(1);
  expect(slots.take('a', idOf('a'))).toBe(true);
  expect(slots.take('a', idOf('a'))).toBe(true);
  expect(slots.take('b', idOf('b'))).toBe(false);
  seen.running = 1;
  slots.seen('a');
  expect(woken).toEqual([]);
  seen.running = 0;
  slots.seen('a');
  expect(woken).toEqual(['b']);
  expect(slots.take('b', idOf('b'))).toBe(true);
});

it('wakes as many as may run', () => {
  const { slots, seen, woken } = newSlots(2);
  seen.running = 2;
  for (const name of ['a', 'b', 'c']) slots.take(name, idOf(name));
  seen.running = 0;
  slots.seen('x');
  expect(woken).toEqual(['a', 'b']);
});

it('forgets one that is not wanted any more', () => {
  const { slots, seen, woken } = newSlots(1);
  slots.take('a', idOf('a'));
  slots.take('b', idOf('b'));
  slots.take('c', idOf('c'));
  slots.release('b');
  expect(woken).toEqual([]);
  slots.release('a');
  expect(woken).toEqual(['c']);
  expect(seen.running).toBe(0);
});
