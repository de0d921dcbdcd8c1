import {
  kratix,
  type BindingView,
  type Condition,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import { makeCatalogSync } from './catalogSync';

const SINCE = '2026-08-03T07:00:00Z';
const LATER = '2026-08-03T08:00:00Z';
const MAIN = { 'kratix.io/portal-backstage.main': 'true' };

const condition = (
  type: string,
  status: string,
  reason: string,
): Condition => ({
  ...{ type, status, reason },
  message: `about ${reason}`,
  lastTransitionTime: SINCE,
});
const bound = condition('PortalBindingReady', 'True', 'BindingResolved');
const synced = condition('BackstagePortalSynced', 'True', 'EntitySynced');

const lamp = (labels: Record<string, string>, conditions: Condition[] = []) =>
  kratix.offeringOf(
    promiseOf('Lamp', { metadata: { labels }, status: { conditions } }),
  );

const binding = (more: Partial<BindingView> = {}): BindingView => ({
  promise: 'lamp',
  portal: 'main',
  binding: { status: 'True', reason: 'BindingResolved', message: 'bound' },
  sync: { status: 'True', reason: 'EntitySynced', message: 'all well' },
  resources: { bound: 3, failed: 0 },
  ...more,
});

it.each<[string, Record<string, string>]>([
  ['has no label', {}],
  ['is kept out', { 'kratix.io/backstage': 'false' }],
  ['only names a customization', { 'kratix.io/backstage-customization': 'a' }],
])('says nothing of a Promise that %s, whatever else is there', (_, labels) => {
  expect(
    makeCatalogSync(lamp(labels, [bound, synced]), {
      kind: 'read',
      binding: binding(),
    }),
  ).toBeUndefined();
});

it.each<[string, Condition[], object]>([
  [
    'are up to date',
    [bound, synced],
    { state: 'synced', reason: 'EntitySynced', since: SINCE },
  ],
  [
    'are being written',
    [bound, condition('BackstagePortalSynced', 'Unknown', 'SyncInProgress')],
    { state: 'inProgress', reason: 'SyncInProgress', since: SINCE },
  ],
  [
    'could not be written',
    [
      bound,
      condition('BackstagePortalSynced', 'False', 'GenerateOrWriteFailed'),
    ],
    {
      state: 'failed',
      reason: 'GenerateOrWriteFailed',
      message: 'about GenerateOrWriteFailed',
    },
  ],
  [
    'have no place, whatever was written before',
    [
      synced,
      condition('PortalBindingReady', 'False', 'AmbiguousPortalInstance'),
    ],
    { state: 'failed', reason: 'AmbiguousPortalInstance' },
  ],
  [
    'have a place, and nothing is written yet',
    [bound],
    { state: 'inProgress', reason: 'BindingResolved' },
  ],
  ['nobody speaks of', [], { state: 'notReported' }],
])('reads from the Promise alone that its entities %s', (_, own, expected) => {
  expect(
    makeCatalogSync(lamp(MAIN, own), { kind: 'notConfigured' }),
  ).toMatchObject({
    controller: 'notConfigured',
    portal: 'main',
    ...expected,
  });
});

it('names the only portal where the controller knows it, and what it did last', () => {
  const lastError = { message: 'no Destination', time: SINCE };
  expect(
    makeCatalogSync(lamp({ 'kratix.io/portal-backstage': '' }), {
      kind: 'read',
      binding: binding({ lastSync: LATER, lastError }),
    }),
  ).toEqual({
    ...{ state: 'synced', reason: 'EntitySynced', message: 'all well' },
    ...{ portal: 'main', lastSync: LATER, lastError },
    controller: 'read',
  });
});

it('takes the conditions on the Promise, which are newer than the answer', () => {
  const failed = condition(
    'BackstagePortalSynced',
    'False',
    'GenerateOrWriteFailed',
  );
  expect(
    makeCatalogSync(lamp(MAIN, [bound, failed]), {
      kind: 'read',
      binding: binding({ lastSync: LATER }),
    }),
  ).toMatchObject({
    ...{ state: 'failed', since: SINCE, lastSync: LATER },
    controller: 'read',
  });
});

it('says what the Promise says while the controller cannot be reached', () => {
  expect(
    makeCatalogSync(lamp(MAIN, [bound, synced]), { kind: 'unreachable' }),
  ).toMatchObject({ state: 'synced', controller: 'unreachable' });
});

it('waits for no controller where only the label kratix.io/backstage is there', () => {
  const labels = { 'kratix.io/backstage': 'true' };
  const offering = lamp(labels);
  expect(makeCatalogSync(offering, { kind: 'notConfigured' })).toBeUndefined();
  expect(
    makeCatalogSync(offering, { kind: 'read', binding: undefined }),
  ).toBeUndefined();
  const sync = makeCatalogSync(lamp(labels, [bound, synced]), {
    kind: 'notConfigured',
  });
  expect(sync).toMatchObject({ state: 'synced' });
  expect(sync?.portal).toBeUndefined();
});

it('masks what looks like a secret in what the controller says', () => {
  const message = 'push to https://robot:hunter2@git.example.org/o/r failed';
  const sync = makeCatalogSync(lamp(MAIN), {
    kind: 'read',
    binding: binding({
      sync: { status: 'False', reason: 'GenerateOrWriteFailed', message },
      lastError: { message, time: SINCE },
    }),
  });
  expect(sync?.message).toContain('failed');
  expect(JSON.stringify(sync)).not.toContain('hunter2');
});
