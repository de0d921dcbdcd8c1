import { SourceCache } from './SourceCache';

const subject = () => ({
  dependencies: () => [],
  build: () => ({ kind: 'starting' } as const),
});

it('draws once for all who listen, and keeps nothing of those who do not', () => {
  const sources = new SourceCache();
  const drawn = jest.fn(subject);
  const [one, other] = [sources.get('a', drawn), sources.get('a', drawn)];
  // Somebody asks for many, and leaves before they listen to any.
  for (let n = 0; n < 100; n += 1) sources.get(`left ${n}`, drawn);
  expect([sources.size, drawn.mock.calls.length]).toEqual([0, 0]);
  const ends = [one.subscribe(() => {}), other.subscribe(() => {})];
  expect([sources.size, drawn.mock.calls.length]).toEqual([1, 1]);
  ends.forEach(end => end());
  expect(sources.size).toBe(0);
});
