import type { Manifest } from '@syntasso/plugin-ske-common';
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

/** A watch whose changes a test makes. */
function newWatch() {
  let listener: WatchListener | undefined;
  return {
    subscribe(to: WatchListener) {
      listener = to;
      return () => {};
    },
    change: (name: string) =>
      listener?.onChange({ object: { metadata: { name } } as never }),
  };
}

it('builds again for each thing that it depends on of one watch', () => {
  const watch = newWatch();
  let builds = 0;
  const seen: string[] = [];
  const of = (name: string) => ({
    watch,
    concerns: ({ metadata }: Manifest) => metadata.name === name,
    onChange: () => seen.push(name),
  });
  const source = new LiveSource(
    {
      dependencies: () => [of('one'), of('other')],
      build: () => {
        builds += 1;
        return { kind: 'starting' };
      },
    },
    () => {},
  );
  source.subscribe(() => {});
  for (const name of ['one', 'other', 'neither']) {
    watch.change(name);
    jest.advanceTimersByTime(1_000);
  }
  expect(seen).toEqual(['one', 'other']);
  expect(builds).toBe(3);
});

it('asks what it depends on now, and not what it depended on at first', () => {
  const watch = newWatch();
  let builds = 0;
  const source = new LiveSource(
    {
      dependencies: () => {
        const isFirst = builds === 0;
        return [{ watch, concerns: () => isFirst }];
      },
      build: () => {
        builds += 1;
        return { kind: 'starting' };
      },
    },
    () => {},
  );
  source.subscribe(() => {});
  watch.change('a');
  jest.advanceTimersByTime(1_000);
  expect(builds).toBe(2);
  watch.change('a');
  jest.advanceTimersByTime(1_000);
  expect(builds).toBe(2);
});

it('says that what it depends on cannot be read', () => {
  const source = new LiveSource(
    {
      dependencies: () => {
        throw new Error('no name');
      },
      build: () => ({ kind: 'starting' }),
    },
    () => {},
  );
  const updates: StreamUpdate[] = [];
  source.subscribe(update => updates.push(update));
  expect(updates.map(({ data }) => data).join()).toContain('no name');
});
