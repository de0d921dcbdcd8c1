import type { PullRequest, RequestOutcome } from '@syntasso/plugin-ske-common';
import type { DispatchResult } from './RequestStore';
import {
  proposalColumns,
  pullRequestColumns,
  type RequestRow,
} from './requestRow';

/** What a row gets when its request moves to another state; the same in every store. */
type RequestChange = Partial<RequestRow>;

/** States of a request that is open: it may not have arrived yet. */
export const OPEN_STATES = ['recorded', 'sent'];
/** States of a request that is not done. */
export const UNFINISHED_STATES = [...OPEN_STATES, 'landed'];

/** Most requests of a Resource that are shown. */
export const MOST_SHOWN = 50;
const LONGEST_MESSAGE = 2_000;

const now = () => new Date().toISOString();

export const sentChange = (result: DispatchResult): RequestChange => ({
  state: 'sent',
  sent_at: now(),
  lease_until: null,
  lease_by: null,
  ...proposalColumns(result),
  ...(result.receipt ? { receipt: JSON.stringify(result.receipt) } : {}),
});

export const landedChange = (): RequestChange => ({
  state: 'landed',
  landed_at: now(),
});

export const doneChange = (
  outcome: RequestOutcome,
  message?: string,
): RequestChange => ({
  state: 'done',
  outcome,
  message: message?.slice(0, LONGEST_MESSAGE) ?? null,
  done_at: now(),
});

export const reopenedChange = (pullRequest: PullRequest): RequestChange => ({
  state: 'sent',
  outcome: null,
  message: null,
  done_at: null,
  ...pullRequestColumns(pullRequest),
});

/** The host was asked now; its answer, if there was one. */
export const pullRequestReadChange = (
  pullRequest: PullRequest | undefined,
): RequestChange => ({
  checked_at: now(),
  ...proposalColumns({ pullRequest }),
});
