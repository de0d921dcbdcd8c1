import type { WatchState } from '@syntasso/plugin-ske-node';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { newClock } from '../queue/__testUtils__/newClock';
import { redisType } from './__testUtils__/objects';
import { ApiPatience } from './ApiPatience';

const stale: WatchState = {
  kind: 'stale',
  since: '2026-01-01T00:00:00Z',
  reason: 'Too many requests.',
};

function newWatch() {
  const platform = new FakePlatform();
  const watch = platform.watch({ type: redisType });
  return {
    watch,
    setState: (state: WatchState) => platform.setState(redisType, state),
  };
}

it('lasts a minute from when a watch does not work', () => {
  const { clock, advance } = newClock();
  const { watch, setState } = newWatch();
  const patience = new ApiPatience(clock);
  expect(patience.leftFor(watch)).toBe(0);
  advance(100_000);
  setState(stale);
  expect(patience.leftFor(watch)).toBe(60_000);
  advance(20_000);
  setState({ ...stale, reason: 'Another one.' });
  expect(patience.leftFor(watch)).toBe(40_000);
  advance(50_000);
  expect(patience.leftFor(watch)).toBe(0);
});

it('begins again after the watch has worked', () => {
  const { clock, advance } = newClock();
  const { watch, setState } = newWatch();
  const patience = new ApiPatience(clock);
  setState(stale);
  expect(patience.leftFor(watch)).toBe(60_000);
  advance(60_000);
  setState({ kind: 'live' });
  expect(patience.leftFor(watch)).toBe(0);
  setState(stale);
  expect(patience.leftFor(watch)).toBe(60_000);
});

it('is none for a right that is missing', () => {
  const { clock } = newClock();
  const { watch, setState } = newWatch();
  setState({ ...stale, forbidden: true });
  expect(new ApiPatience(clock).leftFor(watch)).toBe(0);
});
