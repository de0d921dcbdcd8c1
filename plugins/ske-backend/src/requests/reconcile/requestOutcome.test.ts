import { describeRecorded } from '@internal/testbed';
import type { Health, Manifest } from '@syntasso/plugin-ske-common';
import { momentsOf } from '../../__testUtils__/ReplayedPlatform';
import { watchPlatform } from '../../__testUtils__/watchedPlatform';
import { RequestOutcomes } from './requestOutcome';

const REQUESTED = '2026-11-26T10:00:00Z';
const record = { id: 'r', sentAt: REQUESTED };
const resource = (managedFields?: object[]): Manifest => ({
  apiVersion: 'own.example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache', namespace: 'default', managedFields },
});
const changedAt = (time: string, field = 'f:spec') => ({
  time,
  fieldsV1: { [field]: {} },
});
const failed = (since?: string): Health => ({
  state: 'failed',
  reason: { code: 'configureWorkflowFailed', values: {} },
  since,
});
const ready: Health = {
  state: 'ready',
  reason: { code: 'reconciled', values: {} },
};
const degraded: Health = {
  state: 'degraded',
  reason: { code: 'worksFailing', values: {} },
};

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it.each<[string, Health, Manifest, string | undefined]>([
  [
    'a failure after the request',
    failed('2026-11-26T10:00:05Z'),
    resource(),
    'failed',
  ],
  [
    'a failure within the same second',
    failed('2026-11-26T10:00:00Z'),
    resource(),
    'failed',
  ],
  ['a failure of nobody knows when', failed(), resource(), 'failed'],
  [
    'a failure before the request',
    failed('2026-11-26T09:59:59Z'),
    resource(),
    undefined,
  ],
  [
    "a failure before the change by the cluster's clock, which goes ahead",
    failed('2026-11-26T10:04:00Z'),
    resource([
      changedAt('2026-11-26T09:00:00Z'),
      changedAt('2026-11-26T10:05:00Z'),
      changedAt('2026-11-26T11:00:00Z', 'f:status'),
    ]),
    undefined,
  ],
  [
    "a failure after the change by the cluster's clock, which is late",
    failed('2026-11-26T09:55:01Z'),
    resource([changedAt('2026-11-26T09:55:00Z')]),
    'failed',
  ],
  ['a Resource whose Works are not delivered', degraded, resource(), undefined],
])('%s', (_, health, object, outcome) => {
  expect(new RequestOutcomes().outcomeOf(record, object, health)).toBe(outcome);
});

it('takes a Resource as ready when it stays so', () => {
  const outcomes = new RequestOutcomes();
  const look = (health: Health) =>
    outcomes.outcomeOf(record, resource(), health);
  expect(look(ready)).toBeUndefined();
  expect(outcomes.isAlmostReady(record.id)).toBe(true);
  jest.advanceTimersByTime(2_000);
  expect(look(degraded)).toBeUndefined();
  expect(outcomes.isAlmostReady(record.id)).toBe(false);
  jest.advanceTimersByTime(2_000);
  expect(look(ready)).toBeUndefined();
  jest.advanceTimersByTime(3_000);
  expect(look(ready)).toBe('ready');
  expect(outcomes.isAlmostReady(record.id)).toBe(false);
});

it('forgets requests that came to another end', () => {
  const outcomes = new RequestOutcomes();
  outcomes.outcomeOf(record, resource(), ready);
  outcomes.retain(new Set());
  expect(outcomes.isAlmostReady(record.id)).toBe(false);
});

describeRecorded(
  'outcomes of requests over recordings',
  ['traces/waiting.jsonl', 'traces/delivery.jsonl'],
  corpus => {
    /** When the request of a change ends, and how: looked at each second. */
    async function outcomeAfter(
      trace: string,
      mark: string,
      kind: string,
      name: string,
    ) {
      const { platform, live } = watchPlatform();
      const endings = [
        ...live.healthDependencies().map(({ watch }) => watch),
        ...live.offerings.informers,
      ].map(watch => watch.subscribe({}));
      await jest.advanceTimersByTimeAsync(10);
      const outcomes = new RequestOutcomes();
      const moments = momentsOf(corpus, trace);
      const changeMs = moments.find(
        moment => 'mark' in moment && moment.mark === mark,
      )!.atMs;
      let object: Manifest | undefined;
      let sentAt: string | undefined;
      let now = 0;
      try {
        for (const moment of moments) {
          while (now + 1_000 <= moment.atMs) {
            await jest.advanceTimersByTimeAsync(1_000);
            now += 1_000;
            const offering = object && live.offerings.byKind(object);
            if (!offering || !object || !sentAt || now < changeMs) continue;
            const health = live.healths.observeResource({
              offering,
              resource: object,
            });
            const outcome = outcomes.outcomeOf(
              { id: 'r', sentAt },
              object,
              health,
            );
            if (outcome) return outcome;
          }
          if ('object' in moment) {
            const { object: next } = moment;
            const isIt = next.kind === kind && next.metadata.name === name;
            if (isIt && moment.type !== 'DELETED') object = next;
            // By the clock of the recording: the newest time that stands in it.
            const times = JSON.stringify(next).match(/2026-\d\d-\d\dT[\d:]+Z/g);
            if (now < changeMs - 500) {
              sentAt = [sentAt ?? '', ...(times ?? [])].sort().at(-1);
            }
          }
          platform.play(moment);
        }
        return undefined;
      } finally {
        endings.forEach(end => end());
        live.stop();
      }
    }

    it.each([
      [
        'waiting',
        '6-mended-changed-second-pipeline-fails',
        'Step',
        'mended',
        'failed',
      ],
      // It had failed before, and what is tried now works.
      ['waiting', '6-mended-changed-fixed', 'Step', 'mended', 'ready'],
      // It had failed before, and fails again.
      [
        'waiting',
        '6-mended-changed-first-pipeline-fails',
        'Step',
        'mended',
        'failed',
      ],
      ['waiting', '2-calm-changed-while-paused', 'Step', 'calm', 'ready'],
      [
        'waiting',
        '10-early-changed-while-blocked',
        'Needing',
        'early',
        'ready',
      ],
      ['delivery', '3-one-changed', 'Step', 'one', 'ready'],
      ['delivery', '1-half-created', 'Split', 'half', 'ready'],
    ])('%s: %s', async (trace, mark, kind, name, outcome) => {
      expect(await outcomeAfter(trace, mark, kind, name)).toBe(outcome);
    });
  },
);
