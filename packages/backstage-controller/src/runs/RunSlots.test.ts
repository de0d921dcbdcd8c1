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
  slots.release('a');
  expect(woken).toEqual([]);
  seen.running = 0;
  slots.release('a');
  expect(woken).toEqual(['b']);
  expect(slots.take('b', idOf('b'))).toBe(true);
});

it('wakes as many as may run', () => {
  const { slots, seen, woken } = newSlots(2);
  seen.running = 2;
  for (const name of ['a', 'b', 'c']) slots.take(name, idOf(name));
  seen.running = 0;
  slots.release('x');
  expect(woken).toEqual(['a', 'b']);
});

it('forgets one that is not wanted any more', () => {
  const { slots, seen, woken } = newSlots(1);
  slots.take('a', idOf('a'));
  slots.take('b', idOf('b'));
  slots.take('c', idOf('c'));
  slots.leave(idOf('b'));
  expect(woken).toEqual([]);
  slots.release('a');
  expect(woken).toEqual(['c']);
  expect(seen.running).toBe(0);
});

it('wakes the next one when the one that was woken is not wanted any more', () => {
  const { slots, woken } = newSlots(1);
  slots.take('a', idOf('a'));
  slots.take('b', idOf('b'));
  slots.take('c', idOf('c'));
  slots.release('a');
  expect(woken).toEqual(['b']);
  slots.leave(idOf('b'));
  expect(woken).toEqual(['b', 'c']);
});

it('lets an object wait once, whatever it wants to run by then', () => {
  const { slots, woken } = newSlots(2);
  slots.take('a', idOf('a'));
  slots.take('b', idOf('b'));
  slots.take('c-1', idOf('c'));
  slots.take('c-2', idOf('c'));
  slots.take('d', idOf('d'));
  slots.release('a');
  slots.release('b');
  expect(woken).toEqual(['c', 'd']);
});
