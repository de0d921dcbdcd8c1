import { describeRecorded, type Corpus } from '@internal/testbed';
import {
  kratix,
  manifestSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { makeVersionView } from './versions';

interface TraceEvent {
  t: number;
  mark?: string;
  resource?: string;
  type?: string;
  object?: unknown;
}

/** What there is a moment before what comes after a mark, by plural and name. */
function objectsAfter(corpus: Corpus, mark: string) {
  const lines = corpus.read('traces', 'delivery.jsonl').trim().split('\n');
  const events = lines.map(line => JSON.parse(line) as TraceEvent);
  const marks = events.filter(event => event.mark !== undefined);
  const index = marks.findIndex(event => event.mark === mark);
  const until = marks[index + 1].t - 0.5;
  const objects = new Map<string, Manifest>();
  for (const { t, resource, type, object } of events) {
    if (!resource || t > until) continue;
    const manifest = manifestSchema.parse(object);
    const key = `${resource.split('.')[0]}/${manifest.metadata.name}`;
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, manifest);
  }
  return objects;
}

function versionAfter(corpus: Corpus, mark: string, name: string) {
  const objects = objectsAfter(corpus, mark);
  const all = (plural: string) =>
    [...objects]
      .filter(([key]) => key.startsWith(`${plural}/`))
      .map(([, object]) => object);
  return makeVersionView({
    resource: objects.get(`tools/${name}`)!,
    offering: kratix.offeringOf(objects.get('promises/tool')!),
    binding: all('resourcebindings').find(({ metadata }) =>
      metadata.name.startsWith(`${name}-`),
    ),
    revisions: all('promiserevisions'),
  });
}

describeRecorded(
  'versions over recorded upgrades',
  ['traces/delivery.jsonl'],
  corpus => {
    it.each([
      ['4-requests-created', 'pinned', { running: 'v1.0.0', upgrade: 'none' }],
      [
        '4-tool-v2-applied',
        'floating',
        { running: 'v2.0.0', upgrade: 'none', follows: true },
      ],
      [
        '4-tool-v2-applied',
        'pinned',
        { running: 'v1.0.0', upgrade: 'possible', latest: 'v2.0.0' },
      ],
      [
        '4-pinned-bound-to-v2',
        'pinned',
        { running: 'v2.0.0', upgrade: 'none' },
      ],
      [
        '4-tool-v3-applied-whose-pipeline-fails',
        'floating',
        { running: 'v2.0.0', wanted: 'v3.0.0', upgrade: 'failed' },
      ],
      [
        '4-pinned-bound-to-v3',
        'pinned',
        {
          running: 'v2.0.0',
          wanted: 'v3.0.0',
          upgrade: 'failed',
          message: 'A Configure Pipeline has failed: brittle',
        },
      ],
      [
        '4-pinned-bound-to-v4',
        'pinned',
        { running: 'v4.0.0', upgrade: 'none' },
      ],
      [
        '4-pinned-bound-to-v9-which-is-not-installed',
        'pinned',
        { running: 'v4.0.0', wanted: 'v9.0.0', upgrade: 'notInstalled' },
      ],
      [
        '4-pinned-bound-to-v4-again',
        'pinned',
        { running: 'v4.0.0', upgrade: 'none' },
      ],
      [
        '4-pinned-bound-to-v1-downgrade',
        'pinned',
        { running: 'v1.0.0', upgrade: 'possible', latest: 'v4.0.0' },
      ],
    ])('after %s, %s runs what it runs', (mark, name, version) => {
      expect(versionAfter(corpus, mark, name)).toMatchObject(version);
    });
  },
);

const promise: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'tool' },
};
const revision = (version: string, latest: boolean): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'PromiseRevision',
  metadata: { name: `tool-${version}` },
  spec: { promiseRef: { name: 'tool' }, version },
  status: { latest },
});
const resource = (phase: string): Manifest => ({
  apiVersion: 'own.example.org/v1',
  kind: 'Tool',
  metadata: { name: 'pinned' },
  status: {
    kratix: { workflows: { pipelines: [{ name: 'build', phase }] } },
  },
});
const binding = (version: string, status: object): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'ResourceBinding',
  metadata: { name: 'pinned' },
  spec: { version },
  status: { ...status },
});
const failed = {
  conditions: [
    { type: 'UpgradeSucceeded', status: 'False', message: 'It failed.' },
  ],
};

it.each([
  ['failed', 'Failed', 'latest', { lastAppliedVersion: 'v1', ...failed }],
  // Kratix says for a moment that it failed before the pipelines have ended.
  ['running', 'Running', 'latest', { lastAppliedVersion: 'v1', ...failed }],
  ['none', 'Failed', 'v1', { lastAppliedVersion: 'not-set', ...failed }],
  ['none', 'Failed', 'v2', { lastAppliedVersion: 'v2', ...failed }],
])('says %s where its pipeline is %s', (upgrade, phase, bound, status) => {
  const view = makeVersionView({
    resource: resource(phase),
    offering: kratix.offeringOf(promise),
    binding: binding(bound, status),
    revisions: [revision('v2', true), revision('v1', false)],
  });
  expect(view.upgrade).toBe(upgrade);
  expect(view.running).not.toBe('not-set');
});
