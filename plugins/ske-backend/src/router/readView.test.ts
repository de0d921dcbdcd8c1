import type { Freshness, StreamEvent } from '@syntasso/plugin-ske-common';
import type { ViewSource } from '../live/LiveSource';
import { readView } from './readView';

const page = {
  total: 1,
  byHealth: { ready: 1 },
  attention: 0,
  matching: 1,
  offset: 0,
  rows: [],
};

/** A source that shows this now. */
const sourceOf = (event: StreamEvent | undefined, freshness: Freshness) =>
  ({
    subscribe(listener) {
      if (event) {
        const data = JSON.stringify(event);
        listener({ name: 'view', event, data, version: '1' });
      }
      const last: StreamEvent = { kind: 'freshness', freshness };
      listener({ name: 'freshness', data: JSON.stringify(last) });
      return () => {};
    },
  } satisfies ViewSource);

const stale: Freshness = {
  state: 'stale',
  since: '2026-11-26T10:00:00Z',
  reason: 'The platform does not answer.',
};

it.each<[string, Freshness]>([
  ['live', { state: 'live' }],
  ['stale', stale],
])('says of an answer that it is %s', async (_, freshness) => {
  const source = sourceOf({ kind: 'resources', page, order: [] }, freshness);
  expect(await readView({ name: 'prod' }, source)).toEqual({
    ...page,
    freshness,
  });
});

it('fails where nothing is known', async () => {
  await expect(
    readView({ name: 'prod' }, sourceOf(undefined, stale)),
  ).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: stale.reason,
  });
});

it('fails where it is gone', async () => {
  const gone = { kind: 'gone', message: 'It was deleted.' } as const;
  await expect(
    readView({ name: 'prod' }, sourceOf(gone, { state: 'live' })),
  ).rejects.toMatchObject({ name: 'NotFoundError', message: gone.message });
});
