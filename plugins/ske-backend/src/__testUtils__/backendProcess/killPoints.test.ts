import { choose, lineOf, pointsIn, type KillPoint } from './killPoints';

const point = (label: string, occurrence: number): KillPoint => ({
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

it('reads points as they were written', () => {
  expect(pointsIn(asked.map(lineOf).join(''))).toEqual(asked);
});

it('chooses all points without a sample, except those of polling', () => {
  expect(choose(asked, [])).toEqual(asked.filter(one => one.occurrence < 3));
});

it('visits one sample of points after the other, and the decisive ones each time', () => {
  const rounds = [0, 1, 2, 3].map(round =>
    choose(asked, [/push/], { size: 1, round }).map(one => one.label),
  );
  expect(rounds).toEqual([
    ['poll', 'push'],
    ['poll', 'push'],
    ['write', 'push'],
    ['push', 'push'],
  ]);
  const seen = new Set(
    [0, 1, 2, 3].flatMap(round => choose(asked, [/push/], { size: 1, round })),
  );
  expect(seen.size).toBe(5);
});
