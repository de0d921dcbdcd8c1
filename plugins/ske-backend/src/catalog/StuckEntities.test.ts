import { StuckEntities } from './StuckEntities';

it('names what is missing twice in a row, and only once', () => {
  const stuck = new StuckEntities();
  const shown = new Set(['a']);
  expect(stuck.next(['a', 'b'], shown)).toEqual([]);
  expect(stuck.next(['a', 'b', 'c'], shown)).toEqual(['b']);
  expect(stuck.next(['a', 'b', 'c'], shown)).toEqual(['c']);
  expect(stuck.next(['a', 'b', 'c'], shown)).toEqual([]);
});

it('leaves alone what came in between', () => {
  const stuck = new StuckEntities();
  stuck.next(['a'], new Set());
  stuck.next(['a'], new Set(['a']));
  expect(stuck.next(['a'], new Set())).toEqual([]);
});

it('waits for a catalog that still works', () => {
  const stuck = new StuckEntities();
  stuck.next(['a', 'b', 'c'], new Set());
  expect(stuck.next(['a', 'b', 'c'], new Set(['a']))).toEqual([]);
  expect(stuck.next(['a', 'b', 'c'], new Set(['a']))).toEqual(['b', 'c']);
});
