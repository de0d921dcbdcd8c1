import type { PropsWithChildren } from 'react';
import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook } from '@testing-library/react';
import { FakeSkeApi, platformHealth } from '../../__testUtils__';
import { skeApiRef } from '../../api/SkeApi';
import type { LiveState } from '../../live/LiveStore';
import { usePlatformHealth } from './usePlatformHealth';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const pass = (ms: number) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
  });

const live: LiveState<string> = { kind: 'live', view: 'it', channel: 'stream' };
const stale: LiveState<string> = {
  kind: 'stale',
  view: 'it',
  since: '2026-01-01T10:00:00Z',
  reason: 'no answer',
};

async function ask(health = platformHealth()) {
  const api = new FakeSkeApi();
  const asked = jest.fn(async () => health);
  api.health = asked;
  const { rerender } = renderHook(({ state }) => usePlatformHealth(state), {
    initialProps: {
      state: { kind: 'connecting' } as LiveState<string> | undefined,
    },
    wrapper: ({ children }: PropsWithChildren) => (
      <TestApiProvider apis={[[skeApiRef, api]]}>{children}</TestApiProvider>
    ),
  });
  await pass(0);
  return { asked, show: (state: LiveState<string>) => rerender({ state }) };
}

it('asks at once when the stream loses the platform, and when it has it back', async () => {
  const { asked, show } = await ask();
  expect(asked).toHaveBeenCalledTimes(1);
  // That is what it was asked for at first.
  show(live);
  await pass(0);
  expect(asked).toHaveBeenCalledTimes(1);
  show(stale);
  await pass(0);
  expect(asked).toHaveBeenCalledTimes(2);
  // A new connection begins with nothing.
  show({ kind: 'connecting' });
  show(live);
  await pass(0);
  expect(asked).toHaveBeenCalledTimes(3);
  show({ ...live, view: 'something else' });
  await pass(0);
  expect(asked).toHaveBeenCalledTimes(3);
});

it.each([
  ['a platform that answers', platformHealth(), 60_000],
  [
    'one that does not',
    platformHealth({ reachable: { state: 'no', reason: 'ECONNREFUSED' } }),
    10_000,
  ],
])('asks again after a while of %s', async (_, health, pauseMs) => {
  const { asked } = await ask(health);
  await pass(pauseMs - 1);
  expect(asked).toHaveBeenCalledTimes(1);
  await pass(1);
  expect(asked).toHaveBeenCalledTimes(2);
});
