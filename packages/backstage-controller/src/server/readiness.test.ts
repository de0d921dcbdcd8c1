import { resourceTypes, type WatchState } from '@syntasso/plugin-ske-node';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { readinessOf } from './readiness';

const watchIn = (state: WatchState) => {
  const platform = new FakePlatform();
  const watch = platform.watch({ type: resourceTypes.promises });
  platform.setState(resourceTypes.promises, state);
  return watch;
};
const forbidden: WatchState = {
  kind: 'stale',
  since: '2026-01-01T00:00:00Z',
  reason: 'Could not list promises: forbidden.',
  incomplete: true,
};

it('is given while another replica leads', () => {
  expect(readinessOf(false, [watchIn({ kind: 'starting' })]).isReady).toBe(
    true,
  );
});

it('is given when watches work, or what they watch is not installed', () => {
  expect(
    readinessOf(true, [watchIn({ kind: 'live' }), watchIn({ kind: 'absent' })]),
  ).toEqual({
    isReady: true,
    notes: [
      'promises.platform.kratix.io is not known to the platform: its CRD is not installed.',
    ],
  });
});

it('is not given while something cannot be read, which is said', () => {
  expect(
    readinessOf(true, [watchIn({ kind: 'starting' }), watchIn(forbidden)]),
  ).toEqual({
    isReady: false,
    notes: [
      'promises.platform.kratix.io are not read yet.',
      'promises.platform.kratix.io cannot be read: Could not list promises: forbidden.',
    ],
  });
});
