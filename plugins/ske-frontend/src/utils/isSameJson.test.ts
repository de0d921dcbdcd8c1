import type { JsonValue } from '@backstage/types';
import { isSameJson } from './isSameJson';

it.each<[JsonValue | undefined, JsonValue | undefined]>([
  [undefined, undefined],
  [null, null],
  ['a', 'a'],
  [
    { a: 1, b: [{ c: null }] },
    { b: [{ c: null }], a: 1 },
  ],
])('%j says the same as %j', (one, other) => {
  expect(isSameJson(one, other)).toBe(true);
});

it.each<[JsonValue | undefined, JsonValue | undefined]>([
  [undefined, null],
  [0, false],
  [[], {}],
  [
    [1, 2],
    [2, 1],
  ],
  [[1], [1, 2]],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ constructor: 1 }, { a: 1 }],
])('%j says something else than %j', (one, other) => {
  expect(isSameJson(one, other)).toBe(false);
});
