import type { PullRequest, RequestRecord } from '@syntasso/plugin-ske-common';
import {
  holds,
  isLate,
  platformSince,
  reviewWord,
  waitingFor,
  type ReviewWord,
} from './waiting';

const sentAt = '2026-01-01T10:00:00Z';
const now = Date.parse(sentAt);
const minutes = (count: number) => now + count * 60_000;

const pull = (over: Partial<PullRequest> = {}): PullRequest => ({
  url: 'https://gitHost/1',
  state: 'open',
  review: 'none',
  checks: 'none',
  conflicts: false,
  ...over,
});
const record = (over: Partial<RequestRecord>): RequestRecord => ({
  id: 'r1',
  promise: 'redis',
  ref: { apiVersion: 'marketplace.example.org/v1', kind: 'Redis', name: 'a' },
  action: 'Delete',
  delivery: 'push',
  state: 'sent',
  recordedAt: '2026-01-01T09:59:00Z',
  sentAt,
  ...over,
});
const nothing = { phase: undefined, pullRequestUrl: undefined };

it('is said by records before annotations', () => {
  const annotated = {
    phase: 'pending-review' as const,
    pullRequestUrl: 'https://gitHost/2',
  };
  expect(waitingFor([record({})], annotated)).toEqual({
    kind: 'push',
    action: 'Delete',
    since: sentAt,
  });
  expect(waitingFor([record({ state: 'done' })], annotated)).toEqual({
    kind: 'none',
  });
  expect(waitingFor([], annotated)).toMatchObject({
    kind: 'review',
    action: 'Request',
    url: 'https://gitHost/2',
  });
});

it('is a banner of the phase only together with the address', () => {
  const review = {
    phase: 'pending-review' as const,
    pullRequestUrl: undefined,
  };
  expect(waitingFor(undefined, review)).toEqual({ kind: 'none' });
  expect(
    waitingFor(undefined, { ...review, phase: 'pending-deletion' }),
  ).toEqual({ kind: 'push', action: 'Delete', since: undefined });
});

it('tells since when only the platform is waited for', () => {
  const since = (over: Partial<RequestRecord>) =>
    platformSince(waitingFor([record(over)], nothing));
  expect(since({})).toBe(sentAt);
  expect(since({ sentAt: undefined })).toBe('2026-01-01T09:59:00Z');
  expect(since({ pullRequest: pull() })).toBeUndefined();
  const endedAt = '2026-01-01T11:00:00Z';
  expect(since({ pullRequest: pull({ state: 'merged', endedAt }) })).toBe(
    endedAt,
  );
});

it('is late when a deletion takes more than ten minutes, and nothing else is', () => {
  const deletion = waitingFor([record({})], nothing);
  expect(isLate(deletion, minutes(9))).toBe(false);
  expect(isLate(deletion, minutes(11))).toBe(true);
  const request = waitingFor([record({ action: 'Request' })], nothing);
  expect(isLate(request, minutes(600))).toBe(false);
  const review = waitingFor([record({ pullRequest: pull() })], nothing);
  expect(isLate(review, minutes(600))).toBe(false);
  expect(isLate({ kind: 'none' }, minutes(600))).toBe(false);
});

it('holds other actions while a pull request is open or being carried out', () => {
  const held = (state: PullRequest['state']) =>
    holds(waitingFor([record({ pullRequest: pull({ state }) })], nothing));
  expect([held('open'), held('merged'), held('closed')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(holds(waitingFor([record({})], nothing))).toBe(false);
});

it.each<[ReviewWord, PullRequest | undefined]>([
  ['unknown', undefined],
  ['open', pull()],
  ['approved', pull({ review: 'approved', checks: 'passing' })],
  ['changesRequested', pull({ review: 'changesRequested' })],
  ['failing', pull({ review: 'approved', checks: 'failing' })],
  ['conflicts', pull({ conflicts: true, checks: 'failing' })],
  ['merged', pull({ state: 'merged', conflicts: true })],
  ['closed', pull({ state: 'closed' })],
])('says %s', (word, pullRequest) => {
  expect(reviewWord(pullRequest)).toBe(word);
});

describe('an update that was sent', () => {
  const update = record({
    action: 'Update',
    sentAt: '2026-01-01T10:00:00.700Z',
  });
  const banner = { kind: 'push', action: 'Update', since: update.sentAt };
  const health = (state: 'ready' | 'progressing', since?: string) => ({
    ...{ state, since },
    reason: { code: 'reconciled' as const, values: {} },
  });
  it.each([
    ['nothing is known yet', undefined, banner],
    ['it was ready before', health('ready', '2026-01-01T09:58:00Z'), banner],
    ['it runs', health('progressing', '2026-01-01T10:00:01Z'), banner],
    ['nobody knows since when', health('ready'), banner],
    ['it is ready', health('ready', '2026-01-01T10:00:04Z'), { kind: 'none' }],
    ['… in the same second', health('ready', sentAt), { kind: 'none' }],
  ])('%s', (_, shown, expected) => {
    expect(waitingFor([update], nothing, shown)).toEqual(expected);
  });
  it('stays for a deletion, and for what others review', () => {
    const ready = health('ready', '2026-01-01T10:00:04Z');
    expect(waitingFor([record({})], nothing, ready).kind).toBe('push');
    const proposed = record({ action: 'Update', pullRequest: pull() });
    expect(waitingFor([proposed], nothing, ready).kind).toBe('review');
  });
});
