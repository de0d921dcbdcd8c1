import type { PlatformOverview } from '@syntasso/plugin-ske-common';
import { platformOverview, platformParts } from '../../__testUtils__';
import type { LiveState } from '../../live/LiveStore';
import { verdictOf } from './verdictOf';

const live = (
  view: Partial<PlatformOverview> = {},
): LiveState<PlatformOverview> => ({
  kind: 'live',
  channel: 'stream',
  view: platformOverview(view),
});

it('is well where all is', () => {
  expect(verdictOf(live())).toEqual({
    kind: 'well',
    ...{ promises: 1, resources: 3, ready: 2 },
  });
});

it('waits for a first Promise', () => {
  const offerings: PlatformOverview['offerings'] = [];
  expect(verdictOf(live({ offerings }))).toEqual({ kind: 'empty' });
  // First what is wrong.
  const parts = [platformParts('controller', [])];
  expect(verdictOf(live({ offerings, parts }))?.kind).toBe('hidden');
});

it('counts what needs attention', () => {
  const [redis] = platformOverview().offerings;
  const notReady = {
    kind: 'Destination',
    name: 'a',
    health: 'notReady',
  } as const;
  const state = live({
    resources: { total: 9, byHealth: { failed: 3 }, attention: 3 },
    offerings: [redis, { ...redis, name: 'kafka', needsAttention: true }],
    parts: [
      platformParts('controller', [{ ...notReady, kind: 'Deployment' }]),
      platformParts('destination', [notReady]),
      platformParts('stateStore', [
        { ...notReady, kind: 'GitStateStore' },
        { ...notReady, kind: 'GitStateStore', health: 'unknown' },
      ]),
    ],
  });
  expect(verdictOf(state)).toEqual({
    kind: 'attention',
    troubles: {
      ...{ controllers: 1, promises: 1, resources: 3 },
      ...{ destinations: 1, stateStores: 1 },
    },
  });
});

it('knows nothing of what is away, whatever it was', () => {
  const since = '2026-01-01T10:00:00Z';
  const lost = { kind: 'stale', since, reason: 'no answer' } as const;
  expect(verdictOf({ ...lost, view: platformOverview() })).toEqual({
    kind: 'away',
    since,
  });
  expect(verdictOf({ ...lost, view: undefined })?.kind).toBe('away');
});

const denied = { state: 'denied', reason: 'forbidden' } as const;
const [redis] = platformOverview().offerings;
it.each<[string, Partial<PlatformOverview>]>([
  ['some Resources', { offerings: [{ ...redis, denied: 'cannot list' }] }],
  [
    'Destinations',
    { parts: [{ role: 'destination', resource: 'd', seen: denied }] },
  ],
  ['Kratix', { parts: [platformParts('controller', [])] }],
])('does not call well what it does not see: %s', (_, view) => {
  expect(verdictOf(live(view))?.kind).toBe('hidden');
});

it('does not miss a kind of state store that is not installed', () => {
  const absent = { state: 'absent' } as const;
  const parts = [
    ...platformOverview().parts,
    { role: 'stateStore' as const, resource: 'gitstatestores', seen: absent },
  ];
  expect(verdictOf(live({ parts }))?.kind).toBe('well');
});

it('says nothing while nothing is known', () => {
  expect(verdictOf({ kind: 'connecting' })).toBeUndefined();
  expect(
    verdictOf({ kind: 'failed', error: new Error('not for you') }),
  ).toBeUndefined();
});
