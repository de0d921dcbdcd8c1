import { kratix, type Manifest } from '@syntasso/plugin-ske-common';
import { periodicRunOf, readGoDuration } from './periodicRun';

it.each([
  ['10h', 36_000_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['90s', 90_000],
  ['500ms', 500],
  ['', undefined],
  ['10', undefined],
  ['1d', undefined],
  ['h', undefined],
  ['1h ', undefined],
])('reads the duration %p', (text, ms) => {
  expect(readGoDuration(text)).toBe(ms);
});

const promise = (spec: object, metadata: object = {}): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', ...metadata },
  spec: { ...spec },
});
const resource = (lastRun: unknown): Manifest => ({
  apiVersion: 'own.example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache' },
  status: {
    lastSuccessfulConfigureWorkflowTime: lastRun,
  } as Manifest['status'],
});
const inConfig = { workflows: { config: { reconciliationInterval: '1h' } } };
const LAST = '2026-11-26T10:00:00Z';

it.each([
  [
    'by default',
    promise({}),
    {
      intervalMs: 36_000_000,
      isDefault: true,
      nextAt: '2026-11-26T20:00:00.000Z',
    },
  ],
  [
    'as its spec says',
    promise(inConfig),
    {
      intervalMs: 3_600_000,
      isDefault: false,
      nextAt: '2026-11-26T11:00:00.000Z',
    },
  ],
  [
    'as its annotation says',
    promise(inConfig, {
      annotations: { 'kratix.io/reconciliation-interval': '15m' },
    }),
    {
      intervalMs: 900_000,
      isDefault: false,
      nextAt: '2026-11-26T10:15:00.000Z',
    },
  ],
  [
    'by default where its annotation is no duration',
    promise(
      {},
      { annotations: { 'kratix.io/reconciliation-interval': 'often' } },
    ),
    {
      intervalMs: 36_000_000,
      isDefault: true,
      nextAt: '2026-11-26T20:00:00.000Z',
    },
  ],
  [
    'not at all while it is paused',
    promise(inConfig, { labels: { 'kratix.io/paused': 'true' } }),
    undefined,
  ],
])('runs the workflows of a Promise again %s', (_, definition, run) => {
  const offering = kratix.offeringOf(definition);
  expect(periodicRunOf(resource(LAST), offering)).toEqual(run);
});

it('says nothing of a workflow that never ran', () => {
  const offering = kratix.offeringOf(promise(inConfig));
  for (const lastRun of [undefined, 'never', 3]) {
    expect(periodicRunOf(resource(lastRun), offering)).toBeUndefined();
  }
});
