import {
  annotations,
  kratix,
  offeringViewSchema,
  resourceSummarySchema,
  resourceViewSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { makeEventViews } from './parts';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import { offeringDetails } from '../engines/kratix/promiseDetails';
import { offeringHealth } from '../engines/kratix/relatedObjects';
import { resourceDetails } from '../engines/kratix/resourceDetails';
import type { Watches } from '../live/ClusterEngine';
import { makeOfferingView, noOfferingDetails } from './offeringView';
import { describeResource, summarizeResource } from './resourceSummary';
import {
  makeResourceView,
  noResourceDetails,
  type ResourceDetails,
} from './resourceView';

const word = fc.constantFrom(
  'True',
  'Failed',
  'v1',
  '',
  'not-a-date',
  '9'.repeat(30),
);
const anything = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }));
const condition = fc.record(
  { type: word, status: word, reason: anything, lastTransitionTime: anything },
  { requiredKeys: [] },
);
const pipeline = fc.record(
  {
    name: word,
    phase: fc.constantFrom('Pending', 'Running', 'Failed', 'Suspended', ''),
    message: anything,
    lastTransitionTime: anything,
    nextRetryAt: anything,
    attempts: anything,
  },
  { requiredKeys: [] },
);
const object = fc.record({
  spec: fc.dictionary(fc.string(), anything),
  status: fc.oneof(
    anything,
    fc.dictionary(
      fc.constantFrom(
        'conditions',
        'kratix',
        'healthStatus',
        'requiredPromises',
        'requiredBy',
        'promiseVersion',
        'lastAppliedVersion',
        'containerStatuses',
        'message',
        'observedGeneration',
        'workflows',
        'connectionDetails',
      ),
      fc.oneof(
        anything,
        fc.array(fc.dictionary(word, anything)),
        fc.array(condition),
        fc.record({ workflows: fc.record({ pipelines: fc.array(pipeline) }) }),
        fc.record({
          healthRecords: fc.array(
            fc.record({
              lastRun: fc.double(),
              details: anything,
              state: anything,
            }),
          ),
        }),
      ),
    ),
  ),
});
const manifest = (kind: string, fuzzed: { spec: unknown; status: unknown }) =>
  ({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind,
    metadata: { name: 'a', namespace: 'default', uid: 'u' },
    ...fuzzed,
  } as Manifest);

/** Watches of which each has the same objects, whatever is looked for. */
function watchesOf(objects: Manifest[]): Watches {
  const store = {
    list: () => objects,
    byIndex: () => [...objects],
    get: () => objects[0],
  };
  const informer = { state: { kind: 'live' }, store };
  return { watch: () => informer as unknown as SharedInformer };
}

function knownDetails(details: ResourceDetails | 'starting'): ResourceDetails {
  if (details === 'starting') throw new Error('Everything is read already.');
  return details;
}

/** Makes all views of them; what is not as the schemas say. */
function problemsOf(promise: Manifest, resource: Manifest): unknown[] {
  const offering = kratix.offeringOf(promise);
  const offered = { offering, resource };
  const watches = watchesOf([promise, resource]);
  const shared = {
    ...offered,
    platform: 'p',
    templateRef: undefined,
    events: [resource],
  };
  const ofResource = makeResourceView({
    ...shared,
    details: knownDetails(resourceDetails(watches, offered, health => health)),
    offeringHealth: offering.health,
    writes: 'cluster',
    entityRef: undefined,
    offeringEntityRef: undefined,
  });
  const details = offeringDetails(watches, offering, offering.health);
  const ofOffering = makeOfferingView({
    ...shared,
    details,
    health: offeringHealth(watches, offering),
  });
  // As it travels: undefined is left out.
  const read = (view: unknown) => JSON.parse(JSON.stringify(view));
  const description = describeResource({ offering, resource });
  const row = summarizeResource(offered, description, undefined);
  return [
    resourceViewSchema.safeParse(read(ofResource)),
    offeringViewSchema.safeParse(read(ofOffering)),
    resourceSummarySchema.safeParse(read(row)),
  ].flatMap(({ error }) => error ?? []);
}

it('has a read model of every Resource and Promise, however malformed', () => {
  fc.assert(
    fc.property(object, object, (one, other) => {
      const promise = manifest('Promise', one);
      expect(problemsOf(promise, manifest('Redis', other))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

it.each<[string, Record<string, string> | undefined, true | undefined]>([
  ['paused', { 'kratix.io/paused': 'true' }, true],
  ['not paused', undefined, undefined],
])('says in a row that its Resource is %s', (_, labels, paused) => {
  const resource: Manifest = {
    ...manifest('Redis', { spec: {}, status: {} }),
    metadata: { name: 'a', namespace: 'default', labels },
  };
  const offering = kratix.offeringOf(
    manifest('Promise', { spec: {}, status: {} }),
  );
  const description = describeResource({ offering, resource });
  expect(
    summarizeResource({ offering, resource }, description, undefined).paused,
  ).toBe(paused);
});

it('shows what a Promise says about connecting, and what of it does not count', () => {
  const promise: Manifest = {
    ...manifest('Promise', { spec: {}, status: {} }),
    metadata: {
      name: 'a',
      annotations: {
        [annotations.connectKeys]: 'password',
        [annotations.connectSnippets]: '- {title: URL, template: "${{ x }}"}',
      },
    },
  };
  const offering = kratix.offeringOf(promise);
  const resource = manifest('Redis', { spec: {}, status: {} });
  const view = makeResourceView({
    ...{ offering, resource, events: [], platform: 'p' },
    writes: 'cluster',
    details: noResourceDetails,
    offeringHealth: offering.health,
    entityRef: undefined,
    offeringEntityRef: undefined,
    templateRef: undefined,
  });
  expect(view.connect).toMatchObject({ keys: ['password'], snippets: [] });
  const ofOffering = makeOfferingView({
    ...{ offering, events: [], platform: 'p' },
    details: noOfferingDetails,
    health: offering.health,
    templateRef: undefined,
  });
  expect(ofOffering.connectProblems).toEqual([
    expect.stringContaining(`${annotations.connectSnippets}: snippet 1 (URL)`),
  ]);
});

it('has a read model of what is nested as deep as an API server takes it', () => {
  let deep: object = { password: 'x' };
  for (let level = 0; level < 9_000; level += 1) {
    deep = { password: 'x', a: deep };
  }
  const conditions = [{ type: 'Reconciled', status: 'Unknown', message: deep }];
  const parts = { spec: deep, status: { conditions, deep, message: 'a: x' } };
  expect(
    problemsOf(manifest('Promise', parts), manifest('Redis', parts)),
  ).toEqual([]);
});

const event = (index: number, more: object): Manifest => ({
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: {
    name: `e${index}`,
    creationTimestamp: new Date(1_700_000_000_000 + index).toISOString(),
  },
  ...more,
});

describe('events', () => {
  it('of both APIs are the same', () => {
    const [newer, older] = [
      event(0, {
        type: 'Warning',
        reason: 'Failed',
        note: 'no quota',
        deprecatedCount: 3,
        deprecatedLastTimestamp: '2026-01-01T00:00:00Z',
      }),
      event(1, {
        type: 'Warning',
        reason: 'Failed',
        message: 'no quota',
        count: 3,
        lastTimestamp: '2026-01-01T00:00:00Z',
      }),
    ].map(one => makeEventViews([one]));
    expect(newer).toEqual(older);
    expect(newer).toEqual([
      {
        type: 'Warning',
        reason: 'Failed',
        note: 'no quota',
        at: '2026-01-01T00:00:00Z',
        count: 3,
      },
    ]);
  });

  it('that say the same are told once, with how often', () => {
    const same = Array.from({ length: 4 }, (_, index) =>
      event(index, { reason: 'Pulled', note: 'image' }),
    );
    expect(makeEventViews(same)).toMatchObject([
      { reason: 'Pulled', count: 4 },
    ]);
  });

  it('are few, however many there are', () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      event(index, { reason: 'Reconciled', note: `run ${index}` }),
    );
    const views = makeEventViews(many);
    expect(views).toHaveLength(50);
    expect(views[0].note).toBe('run 4999');
  });
});
