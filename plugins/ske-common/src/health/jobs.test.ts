import { jobStateOf, newestFirst } from './jobs';

const job = (name: string, created: string, status = {}, spec = {}) => ({
  metadata: { name, creationTimestamp: created },
  spec,
  status,
});
const ended = (type: string) => ({
  conditions: [
    { type, status: 'True', lastTransitionTime: '2026-11-26T10:00:00Z' },
  ],
});

it.each([
  ['runs', {}, {}, { state: 'running' }],
  [
    'has succeeded',
    ended('Complete'),
    {},
    { state: 'succeeded', endedAt: '2026-11-26T10:00:00Z' },
  ],
  [
    'has failed',
    ended('Failed'),
    {},
    { state: 'failed', endedAt: '2026-11-26T10:00:00Z' },
  ],
  [
    'was suspended',
    ended('Suspended'),
    { suspend: true },
    { state: 'stopped' },
  ],
  [
    'had ended before it was suspended',
    ended('Complete'),
    { suspend: true },
    { state: 'succeeded', endedAt: '2026-11-26T10:00:00Z' },
  ],
  [
    'is malformed',
    { conditions: 'none' },
    { suspend: 1 },
    { state: 'running' },
  ],
])('reads a Job that %s', (_, status, spec, expected) => {
  expect(jobStateOf(job('a', '', status, spec))).toEqual(expected);
});

it('puts the newest first', () => {
  const jobs = [
    job('a', '2026-11-26T10:00:00Z'),
    job('c', '2026-11-26T10:00:01Z'),
    job('b', '2026-11-26T10:00:01Z'),
  ];
  expect(jobs.sort(newestFirst).map(({ metadata }) => metadata.name)).toEqual([
    'c',
    'b',
    'a',
  ]);
});
