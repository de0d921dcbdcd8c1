import { choose, lineOf, pointsIn, type Point } from './orders';

const point = (label: string, occurrence: number): Point => ({
  label,
  occurrence,
});
const asked = [
  point('poll', 1),
  point('poll', 2),
  point('write', 1),
  point('poll', 3),
  point('push', 1),
  point('push', 2),
];

it('are read as they were written', () => {
  expect(pointsIn(asked.map(lineOf).join(''))).toEqual(asked);
});

it('has each question before any is asked again', () => {
  expect(choose(asked, 3, [])).toEqual([asked[0], asked[2], asked[4]]);
  expect(choose(asked, 4, [])).toEqual([
    asked[0],
    asked[1],
    asked[2],
    asked[4],
  ]);
  expect(choose(asked, 100, [])).toEqual(asked);
});

it('has what decides before anything else', () => {
  expect(choose(asked, 2, [/push/])).toEqual([asked[0], asked[4]]);
});
