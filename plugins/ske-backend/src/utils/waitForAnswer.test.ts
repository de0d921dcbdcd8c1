import { waitForAnswer, type Clock } from './waitForAnswer';

/** A clock that only goes on in pauses. */
function fakeClock(onPause: (now: number) => void = () => {}): Clock {
  let now = 0;
  return {
    now: () => now,
    async pause(ms, signal) {
      now += ms;
      onPause(now);
      signal.throwIfAborted();
    },
  };
}

/** A server that answers from then on. */
function serverFrom(clock: Clock, upAt: number) {
  const asked: number[] = [];
  const ask = async () => {
    asked.push(clock.now());
    if (clock.now() < upAt) throw new Error('ECONNREFUSED');
  };
  return { asked, ask };
}
const { signal } = new AbortController();

it('does not wait where there is an answer at once', async () => {
  const clock = fakeClock();
  const server = serverFrom(clock, 0);
  const onWaiting = jest.fn();
  expect(
    await waitForAnswer({
      ...{ ask: server.ask, onWaiting, signal, clock },
      atMostMs: 10_000,
    }),
  ).toEqual({ kind: 'answered', waitedMs: 0 });
  expect(onWaiting).not.toHaveBeenCalled();
});

it('asks every second, and says every five why it waits', async () => {
  const clock = fakeClock();
  const server = serverFrom(clock, 7_000);
  const said: [string, number][] = [];
  const outcome = await waitForAnswer({
    ...{ ask: server.ask, signal, clock, atMostMs: 60_000 },
    onWaiting: (error, ms) => said.push([(error as Error).message, ms]),
  });
  expect(outcome).toEqual({ kind: 'answered', waitedMs: 7_000 });
  expect(server.asked).toHaveLength(8);
  expect(said).toEqual([
    ['ECONNREFUSED', 0],
    ['ECONNREFUSED', 5_000],
  ]);
});

it('gives up in the end, with the last reason', async () => {
  const clock = fakeClock();
  const server = serverFrom(clock, Infinity);
  expect(
    await waitForAnswer({
      ...{ ask: server.ask, signal, clock, atMostMs: 3_000 },
      onWaiting: () => {},
    }),
  ).toEqual({
    kind: 'late',
    lastError: expect.objectContaining({ message: 'ECONNREFUSED' }),
  });
  expect(server.asked).toEqual([0, 1_000, 2_000, 3_000]);
});

it('does not wait any longer after an error that is final', async () => {
  const clock = fakeClock();
  const server = serverFrom(clock, Infinity);
  const onWaiting = jest.fn();
  expect(
    await waitForAnswer({
      ...{ ask: server.ask, signal, clock, atMostMs: 60_000 },
      whyFinal: () => (clock.now() === 2_000 ? 'Not you.' : undefined),
      onWaiting,
    }),
  ).toEqual({ kind: 'refused', why: 'Not you.' });
  expect(server.asked).toEqual([0, 1_000, 2_000]);
  expect(onWaiting).toHaveBeenCalledTimes(1);
});

it('ends in the middle of a pause when it is told to', async () => {
  const ending = new AbortController();
  const clock = fakeClock(now => now >= 2_000 && ending.abort());
  const server = serverFrom(clock, Infinity);
  expect(
    await waitForAnswer({
      ...{ ask: server.ask, clock, atMostMs: 60_000, signal: ending.signal },
      onWaiting: () => {},
    }),
  ).toEqual({ kind: 'aborted' });
  expect(server.asked).toEqual([0, 1_000]);
});

it('lets an error of the pause itself through', async () => {
  const clock: Clock = {
    now: () => 0,
    pause: async () => {
      throw new Error('no timers left');
    },
  };
  const { ask } = serverFrom(clock, Infinity);
  const waiting = waitForAnswer({
    ...{ ask, signal, clock, atMostMs: 60_000 },
    onWaiting: () => {},
  });
  await expect(waiting).rejects.toThrow('no timers left');
});
