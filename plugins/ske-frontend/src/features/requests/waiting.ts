import {
  isOpen,
  type Health,
  type PullRequest,
  type RequestAction,
  type RequestRecord,
  type ResourceIdentity,
} from '@syntasso/plugin-ske-common';

/**
 * What a Resource waits for. What the backend has written down tells more than
 * the annotations of an entity; those are what there is of other controllers.
 */
export type Waiting =
  | { kind: 'none' }
  /** Sent, and nobody has to approve it. */
  | { kind: 'push'; action: RequestAction; since: string | undefined }
  | {
      kind: 'review';
      action: RequestAction;
      url: string;
      /** Absent where only an annotation speaks of it. */
      pullRequest: PullRequest | undefined;
    };

/**
 * Reads records first, then annotations. Pure.
 *
 * @param health - as the page shows it
 */
export function waitingFor(
  records: RequestRecord[] | undefined,
  identity: Pick<ResourceIdentity, 'phase' | 'pullRequestUrl'>,
  health?: Health,
): Waiting {
  const record = records?.find(isOpen);
  if (record) {
    const { action, pullRequest } = record;
    if (pullRequest) {
      return { kind: 'review', action, url: pullRequest.url, pullRequest };
    }
    const since = record.sentAt ?? record.recordedAt;
    // The backend writes a little later that it is done: ready has to last.
    return action !== 'Delete' && isReadySince(health, since)
      ? { kind: 'none' }
      : { kind: 'push', action, since };
  }
  // What is written down has ended, so the entity is only a little behind.
  if (records && records.length > 0) return { kind: 'none' };
  const { phase, pullRequestUrl } = identity;
  if (phase === 'pending-deletion') {
    return pullRequestUrl
      ? review('Delete', pullRequestUrl)
      : { kind: 'push', action: 'Delete', since: undefined };
  }
  // Without its URL nobody could be led to the review.
  return phase === 'pending-review' && pullRequestUrl
    ? review('Request', pullRequestUrl)
    : { kind: 'none' };
}

/** Whether it has become ready after a moment; the platform tells whole seconds. */
function isReadySince(health: Health | undefined, moment: string): boolean {
  const second = Math.floor(Date.parse(moment) / 1_000);
  return (
    health?.state === 'ready' &&
    Date.parse(health.since ?? '') / 1_000 >= second
  );
}

const review = (action: RequestAction, url: string): Waiting => ({
  kind: 'review',
  action,
  url,
  pullRequest: undefined,
});

/** Whether nothing else may be asked for meanwhile. */
export const holds = (waiting: Waiting) =>
  waiting.kind === 'review' && waiting.pullRequest?.state !== 'closed';

/** A deletion that the platform has not completed by then, it may never. */
const LATE_MS = 10 * 60_000;

/** Since when there is nothing but the platform to wait for, RFC 3339. */
export function platformSince(waiting: Waiting): string | undefined {
  if (waiting.kind === 'push') return waiting.since;
  if (waiting.kind === 'none') return undefined;
  const { pullRequest } = waiting;
  return pullRequest?.state === 'merged' ? pullRequest.endedAt : undefined;
}

/** Whether the platform seems not to finish a deletion. */
export function isLate(waiting: Waiting, now: number): boolean {
  const since = platformSince(waiting);
  return (
    waiting.kind !== 'none' &&
    waiting.action === 'Delete' &&
    since !== undefined &&
    now - Date.parse(since) > LATE_MS
  );
}

/** What a pull request really is, as one word. */
export type ReviewWord =
  | 'unknown'
  | 'open'
  | 'approved'
  | 'changesRequested'
  | 'failing'
  | 'conflicts'
  | 'merged'
  | 'closed';

/** The worst of what is said about a pull request comes first. */
export function reviewWord(pullRequest: PullRequest | undefined): ReviewWord {
  if (!pullRequest) return 'unknown';
  if (pullRequest.state !== 'open') return pullRequest.state;
  if (pullRequest.conflicts) return 'conflicts';
  if (pullRequest.checks === 'failing') return 'failing';
  return pullRequest.review === 'none' ? 'open' : pullRequest.review;
}
