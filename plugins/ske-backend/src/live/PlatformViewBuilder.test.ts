import type { Manifest, PlatformOverview } from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import type { ReplayedPlatform } from '../__testUtils__/ReplayedPlatform';
import { newViewer } from '../__testUtils__/viewers';
import { makeResource, watchPlatform } from '../__testUtils__/watchedPlatform';
import { ViewSources } from './ViewSources';

const KRATIX = 'platform.kratix.io';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Of a Promise that can be requested. */
const available = (version: string): Manifest['status'] => ({
  ...{ status: 'Available', version },
  conditions: [{ type: 'Available', status: 'True' }],
});

const availablePromise = (kind: string, labels?: Record<string, string>) =>
  promiseOf(kind, { metadata: { labels }, status: available('v2') });

const failed: Manifest['status'] = {
  conditions: [
    {
      type: 'ConfigureWorkflowCompleted',
      status: 'False',
      reason: 'ConfigureWorkflowFailed',
    },
  ],
};

const ready = (status: 'True' | 'False', more: object = {}) => ({
  conditions: [{ type: 'Ready', status, ...more }],
});

const ofKratix = (
  kind: string,
  name: string,
  more: { spec?: Manifest['spec']; status?: Manifest['status'] } = {},
): Manifest => ({
  ...{ apiVersion: `${KRATIX}/v1alpha1`, kind },
  metadata: { name },
  ...more,
});

/** A platform, what happens on it, and the overview of somebody. */
function open(prepare: (platform: ReplayedPlatform) => void = () => {}) {
  const { platform, live, play } = watchPlatform();
  prepare(platform);
  const viewer = newViewer();
  const seen: {
    view: PlatformOverview | undefined;
    updates: number;
    freshness: string;
  } = { view: undefined, updates: 0, freshness: '' };
  const end = new ViewSources(live).platform(viewer).subscribe(update => {
    if (update.name === 'freshness') seen.freshness = update.data;
    if (update.name !== 'view') return;
    seen.updates += 1;
    seen.view =
      update.event.kind === 'platform' ? update.event.view : undefined;
  });
  return {
    ...{ play, seen, viewer },
    /** A Promise of the overview. */
    offering: (name: string) =>
      seen.view?.offerings.find(offering => offering.name === name),
    /** What the overview says of a kind of parts. */
    parts: (plural: string) =>
      seen.view?.parts.find(({ resource }) => resource.startsWith(plural)),
    pass: () => jest.advanceTimersByTimeAsync(2_000),
    close: () => {
      end();
      live.stop();
    },
  };
}

it('counts the Resources of each Promise by health and version', async () => {
  const { play, seen, offering, pass, close } = open();
  play('ADDED', availablePromise('Lamp'));
  play('ADDED', availablePromise('Candle'));
  const v1 = { promiseVersion: 'v1' };
  play('ADDED', makeResource('Lamp', 'desk', { status: { ...failed, ...v1 } }));
  play(
    'ADDED',
    makeResource('Lamp', 'floor', { status: { promiseVersion: 'v2' } }),
  );
  play('ADDED', makeResource('Lamp', 'wall', { status: v1 }));
  play(
    'ADDED',
    makeResource('Lamp', 'new', { status: { promiseVersion: 'not-set' } }),
  );
  play('ADDED', makeResource('Candle', 'desk'));
  await pass();
  expect(seen.view?.offerings.map(({ title }) => title)).toEqual([
    'Candle',
    'Lamp',
  ]);
  expect(seen.view?.resources).toMatchObject({ total: 5, attention: 1 });
  expect(offering('lamp')).toMatchObject({
    version: 'v2',
    offers: true,
    health: { state: 'ready' },
    needsAttention: false,
    resources: { total: 4, attention: 1, byHealth: { failed: 1 } },
    inUse: [
      { version: 'v1', resources: 2 },
      { version: 'v2', resources: 1 },
    ],
    otherVersions: 0,
  });
  expect(offering('candle')?.resources).toMatchObject({
    total: 1,
    attention: 0,
  });
  play(
    'MODIFIED',
    makeResource('Lamp', 'desk', { status: { promiseVersion: 'v2' } }),
  );
  play('DELETED', makeResource('Lamp', 'wall'));
  await pass();
  expect(offering('lamp')).toMatchObject({
    resources: { total: 3, attention: 0 },
    inUse: [{ version: 'v2', resources: 2 }],
  });
  expect(offering('lamp')?.resources.byHealth.failed).toBeUndefined();
  close();
});

it('looks at one Resource when one changes, however many there are', async () => {
  const { play, offering, viewer, seen, pass, close } = open();
  play('ADDED', availablePromise('Lamp'));
  play('ADDED', availablePromise('Candle'));
  for (let number = 0; number < 200; number += 1) {
    play('ADDED', makeResource('Lamp', `lamp-${number}`));
  }
  await pass();
  expect(offering('lamp')?.resources.total).toBe(200);
  viewer.resourceRefusal.mockClear();
  play('MODIFIED', makeResource('Lamp', 'lamp-7', { status: failed }));
  await pass();
  expect(offering('lamp')?.resources).toMatchObject({
    total: 200,
    attention: 1,
  });
  expect(viewer.resourceRefusal).toHaveBeenCalledTimes(1);

  // What changes nothing that is shown is not sent.
  const { updates } = seen;
  viewer.resourceRefusal.mockClear();
  play(
    'MODIFIED',
    makeResource('Lamp', 'lamp-8', { labels: { any: 'other' } }),
  );
  await pass();
  expect(viewer.resourceRefusal).toHaveBeenCalledTimes(1);
  expect(seen.updates).toBe(updates);
  // Nor does a Promise's status make anybody look at its Resources.
  viewer.resourceRefusal.mockClear();
  play('MODIFIED', {
    ...availablePromise('Candle'),
    status: available('v3'),
  });
  await pass();
  expect(offering('candle')?.version).toBe('v3');
  expect(viewer.resourceRefusal).not.toHaveBeenCalled();
  close();
});

it('has nothing of what the viewer may not see', async () => {
  const { play, seen, pass, close } = open();
  const hidden = { labels: { hidden: 'yes' } };
  play('ADDED', availablePromise('Lamp'));
  play('ADDED', availablePromise('Candle', hidden.labels));
  play('ADDED', makeResource('Lamp', 'desk', { ...hidden, status: failed }));
  play('ADDED', makeResource('Lamp', 'floor'));
  await pass();
  expect(seen.view?.resources).toMatchObject({ total: 1, attention: 0 });
  expect(JSON.stringify(seen.view)).not.toMatch(/candle/i);
  close();
});

it('says of what the viewer may see only how fresh it is', async () => {
  const { play, seen, offering, pass, close } = open(platform =>
    platform.forbidden.add('candles.own.example.org'),
  );
  play('ADDED', availablePromise('Lamp'));
  play('ADDED', availablePromise('Candle', { hidden: 'yes' }));
  await pass();
  expect(offering('lamp')).toBeDefined();
  expect(seen.freshness).toContain('live');
  play('MODIFIED', availablePromise('Candle'));
  await pass();
  expect(seen.freshness).toContain('candles.own.example.org');
  close();
});

it('shows a Promise that offers nothing, and one that fails', async () => {
  const { play, offering, pass, close } = open();
  const { spec: _, ...withoutApi } = availablePromise('Base');
  play('ADDED', { ...withoutApi, status: failed });
  await pass();
  expect(offering('base')).toMatchObject({
    offers: false,
    health: { state: 'failed' },
    needsAttention: true,
    resources: { total: 0 },
  });
  close();
});

it('says how Destinations and their state stores are, those not ready first', async () => {
  const { play, parts, pass, close } = open();
  const message = 'https://x:s3cret-pa55word@host: access denied';
  play(
    'ADDED',
    ofKratix('Destination', 'a', {
      spec: { stateStoreRef: { kind: 'BucketStateStore', name: 'main' } },
      status: ready('True', { reason: 'DestinationReady' }),
    }),
  );
  play(
    'ADDED',
    ofKratix('Destination', 'b', {
      status: ready('False', { reason: 'StateStoreWriteFailed', message }),
    }),
  );
  play('ADDED', ofKratix('Destination', 'c'));
  play(
    'ADDED',
    ofKratix('BucketStateStore', 'main', { status: { status: 'NotReady' } }),
  );
  await pass();
  const destinations = parts('destinations');
  expect(destinations).toMatchObject({
    role: 'destination',
    resource: `destinations.${KRATIX}`,
    seen: {
      ...{ state: 'seen', total: 3, notReady: 1 },
      items: [
        { name: 'b', health: 'notReady', reason: 'StateStoreWriteFailed' },
        { name: 'c', health: 'unknown' },
        {
          ...{ name: 'a', health: 'ready' },
          storedIn: { kind: 'BucketStateStore', name: 'main' },
        },
      ],
    },
  });
  expect(JSON.stringify(destinations)).not.toContain('s3cret');
  expect(parts('bucketstatestores')).toMatchObject({
    seen: { items: [{ name: 'main', health: 'notReady' }] },
  });
  expect(parts('gitstatestores')).toMatchObject({
    seen: { state: 'seen', total: 0 },
  });

  play('MODIFIED', ofKratix('Destination', 'b', { status: ready('True') }));
  await pass();
  expect(parts('destinations')?.seen).toMatchObject({ notReady: 0 });
  close();
});

it('shows no beginning of a secret where a message is cut off', async () => {
  const { play, parts, pass, close } = open();
  const address = 'https://user:s3cret-pa55word@host';
  const message = `${'no answer, '.repeat(43)} ${address}: access denied`;
  const status = ready('False', { message });
  play('ADDED', ofKratix('Destination', 'b', { status }));
  await pass();
  const text = JSON.stringify(parts('destinations'));
  expect(text).toContain('no answer');
  expect(text).not.toContain('s3cret');
  close();
});

it.each([
  [2, 'True', 'ready'],
  [2, 'False', 'notReady'],
  // It says that it is available.
  [0, 'True', 'notReady'],
])(
  'says of Kratix with %s Pods wanted and Available=%s: %s',
  async (replicas, status, health) => {
    const { play, parts, pass, close } = open();
    play('ADDED', {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
      metadata: {
        name: 'kratix-platform-controller-manager',
        namespace: 'kratix-platform-system',
      },
      spec: { replicas },
      status: { conditions: [{ type: 'Available', status }] },
    });
    await pass();
    expect(parts('deployments')).toMatchObject({
      ...{ role: 'controller', namespace: 'kratix-platform-system' },
      seen: { items: [{ health }] },
    });
    close();
  },
);

it('says what the credential may not see, and shows the rest', async () => {
  const { play, parts, offering, seen, pass, close } = open(platform => {
    platform.forbidden.add('deployments.apps');
    platform.forbidden.add(`promiserevisions.${KRATIX}`);
    platform.uninstalled.add(`gitstatestores.${KRATIX}`);
  });
  play('ADDED', availablePromise('Lamp'));
  play('ADDED', ofKratix('Destination', 'a', { status: ready('True') }));
  await pass();
  expect(parts('deployments')?.seen).toEqual({
    state: 'denied',
    reason: 'cannot list deployments.apps',
  });
  expect(parts('gitstatestores')?.seen).toEqual({ state: 'absent' });
  expect(seen.view?.versionsUnseen?.state).toBe('denied');
  expect(offering('lamp')?.installed).toBeUndefined();
  expect(parts('destinations')?.seen).toMatchObject({ total: 1 });
  close();
});

it('knows the installed versions, newest first', async () => {
  const { play, offering, pass, close } = open();
  const revision = (promise: string, version: string, latest: boolean) =>
    ofKratix('PromiseRevision', `${promise}-${version}`, {
      spec: { promiseRef: { name: promise }, version },
      status: { latest },
    });
  play('ADDED', availablePromise('Lamp'));
  play('ADDED', revision('lamp', 'v1', false));
  play('ADDED', revision('lamp', 'v2', true));
  play('ADDED', revision('candle', 'v9', true));
  await pass();
  expect(offering('lamp')?.installed).toEqual(['v2', 'v1']);
  close();
});
