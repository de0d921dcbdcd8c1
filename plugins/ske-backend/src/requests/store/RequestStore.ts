import type {
  ObjectRef,
  PullRequest,
  RequestOutcome,
  RequestRecord,
} from '@syntasso/plugin-ske-common';
import type { Lease, NewRequest } from './insertRequest';
import type { RequestContext, StoredRequest } from './requestRow';

/** What sending it has left behind. */
export interface DispatchResult {
  receipt?: StoredRequest['receipt'];
  pullRequest?: PullRequest;
  requestsRepoUrl?: string;
  /** What a person should be told about it. */
  note?: string;
}

/** A request that takes the place of one before, so that both are one. */
export type ReplacedRequest = Pick<RequestRecord, 'promise' | 'ref' | 'action'>;

/**
 * The outbox: requests are written down here before anything is sent, and stay as
 * history when they are done.
 *
 * ```text
 *  insert          markSent        markLanded           finish
 *    │                │                │                   │
 *    ▼                ▼                ▼                   ▼
 * recorded ────────▶ sent ─────────▶ landed ───────────▶ done (outcome)
 *    │                │                                    ▲  │ reopen: a closed
 *    └────────────────┴────────────────────────────────────┘  │ pull request was
 *      finish: refused, lost, closed, replaced, deleted       ▼ opened again
 *                                                            sent
 * ```
 *
 * - nothing → recorded: `RequestDispatcher.dispatch`, when somebody asks.
 * - recorded → sent, or done when it is refused: `RequestDispatcher.dispatch`, at once;
 *   `recoverUnsentRequests`, every 10 s, for what a process left that has ended.
 * - sent → landed: `reconcileRequests`, when the Resource has an entity and what was
 *   asked for; a second after each change, every 5 s
 *   while there are few, else every `refreshSeconds`.
 * - sent → done: `reconcileRequests`, when a deletion is complete or seven days have
 *   passed; `PullRequestPoller`, every `refreshSeconds`, when its pull request is closed.
 * - landed → done: `reconcileRequests`, when the Resource is ready, has failed or is
 *   gone, or seven days have passed.
 * - any → done: `insert`, when a newer request for the same takes its place.
 * - done → sent: `PullRequestPoller`, every `sweepSeconds`, when a closed pull request
 *   was opened again.
 *
 * Who sends a request holds its lease: `takeLease` succeeds when nobody has it, when
 * it has run out, or when it is one's own. It is renewed while sending takes long,
 * and given up when that has ended. Whoever takes it finds out first what has become
 * of the request meanwhile.
 */
export interface RequestStore {
  /** Called after each change that was made in this process. @returns ends it */
  onChange(listener: () => void): () => void;
  /**
   * Writes a request down. The same task gets what it has written down before;
   * a new one for the same thing takes the place of the one that is on its way.
   *
   * @throws ConflictError when too many ask for the same at once.
   */
  insert(
    request: NewRequest,
    context: RequestContext,
    lease: Lease,
  ): Promise<StoredRequest>;
  get(id: string): Promise<StoredRequest | undefined>;
  /** What a task has asked for, however it stands by now. */
  findByTask(
    taskId: string,
    about: Pick<RequestRecord, 'promise' | 'ref' | 'action'>,
  ): Promise<StoredRequest | undefined>;
  /** All that are not done, without the texts of their manifests, which may be long. */
  listUnfinished(): Promise<StoredRequest[]>;
  /** Those by pull request that are not done, likewise. */
  listUnfinishedByPullRequest(): Promise<StoredRequest[]>;
  /**
   * Requests and changes of a Resource by pull request that are on their way, or
   * were replaced while their pull request is still open.
   */
  listProposalsOf(about: {
    promise: string;
    ref: ObjectRef;
  }): Promise<StoredRequest[]>;
  /**
   * How many requests of a person are not done, besides deletions and those that
   * are replaced.
   */
  countUnfinished(person: string, replaced: ReplacedRequest): Promise<number>;
  /** A Resource's requests, newest first, at most 50. */
  listByResource(ref: ObjectRef): Promise<StoredRequest[]>;
  /** Those whose pull request was closed since, and could be opened again. */
  listClosedSince(since: Date): Promise<StoredRequest[]>;
  /** It is where it was meant to go. */
  markSent(id: string, result: DispatchResult): Promise<void>;
  /** What else became known of it, by the scaffolder's step that says so. */
  addPullRequest(
    id: string,
    about: { pullRequest?: PullRequest; requestsRepoUrl?: string },
  ): Promise<void>;
  /** Its Resource is there. Earlier changes of it are waited for no longer. */
  markLanded(id: string): Promise<void>;
  /** Nothing is waited for any more. @returns false when it was done already */
  finish(
    id: string,
    outcome: RequestOutcome,
    message?: string,
  ): Promise<boolean>;
  /**
   * A closed pull request was opened again.
   *
   * @returns false where another request took its place
   */
  reopen(id: string, pullRequest: PullRequest): Promise<boolean>;
  /** What the host says about its pull request, and that it was asked now. */
  savePullRequest(
    id: string,
    pullRequest: PullRequest | undefined,
  ): Promise<void>;
  /** Says that somebody is at work on it; false when somebody else is. */
  takeLease(id: string, by: string, until: Date): Promise<boolean>;
  /** Those that an older version has written, with secrets; but not what is still to be sent. */
  listUnredacted(limit: number): Promise<StoredRequest[]>;
  /** Stores the texts of a request without their secrets. */
  storeRedacted(
    id: string,
    texts: Pick<RequestRecord, 'manifest' | 'before' | 'message'> & {
      context: RequestContext;
    },
  ): Promise<void>;
  /** Forgets what ended before. @returns how many there were */
  prune(before: Date): Promise<number>;
  /** Keeps what was asked for, and nothing of these people having done so. */
  forget(people: string[]): Promise<void>;
}
