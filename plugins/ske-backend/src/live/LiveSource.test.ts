import {
  LiveSource,
  type StreamUpdate,
  type WatchListener,
} from './LiveSource';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('says that an object cannot be read, keeps the last view, and goes on', () => {
  let listener: WatchListener | undefined;
  let failure: Error | undefined;
  let count = 0;
  const source = new LiveSource(
    {
      dependencies: () => [
        {
          watch: {
            subscribe: to => {
              listener = to;
              return () => {};
            },
          },
        },
      ],
      build: () => {
        if (failure) throw failure;
        count += 1;
        return {
          kind: 'known',
          freshness: { state: 'live' },
          event: { kind: 'gone', message: `view ${count}` },
        };
      },
    },
    () => {},
  );
  const updates: StreamUpdate[] = [];
  const end = source.subscribe(update => updates.push(update));
  const change = () => {
    listener?.onState();
    jest.advanceTimersByTime(1_000);
    return updates.splice(0).map(({ data }) => JSON.parse(data));
  };
  expect(updates.splice(0)).toHaveLength(2);
  failure = new RangeError('Maximum call stack size exceeded');
  expect(change()).toMatchObject([
    {
      kind: 'freshness',
      freshness: {
        state: 'stale',
        reason: expect.stringContaining('Maximum call stack size exceeded'),
      },
    },
  ]);
  // Nothing new is said while it stays so.
  expect(change()).toEqual([]);
  failure = undefined;
  expect(change()).toMatchObject([
    { kind: 'gone', message: 'view 2' },
    { freshness: { state: 'live' } },
  ]);
  end();
});
