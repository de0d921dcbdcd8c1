import type {
  ObjectRef,
  PullRequest,
  RequestOutcome,
  RequestRecord,
} from '@syntasso/plugin-ske-common';
import type { Lease, NewRequest } from './insertRequest';
import type { RequestPosition, RequestsOf } from './openRequests';
import type { DispatchContext, StoredRequest } from './requestRow';

/** What is known of a request once it is sent. */
export interface DispatchResult {
  receipt?: StoredRequest['receipt'];
  pullRequest?: PullRequest;
  requestsRepoUrl?: string;
  /** A note for the person. */
  note?: string;
}

/** Is called with the Resource that a changed request is about. */
export type RequestListener = (about: ObjectRef) => void;

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
 * - nothing → recorded: `RequestDispatcher.dispatch`, when a person makes a request.
 * - recorded → sent, or done when it is refused: `RequestDispatcher.dispatch`, at once;
 *   `recoverUnsentRequests`, every 10 s, for what a process left that has ended.
 * - sent → landed: `reconcileRequests`, when the Resource has an entity and what was
 *   asked for; a second after a change of the request or its Resource, and all of them
 *   every 5 s while there are few, else every `refreshSeconds`.
 * - sent → done: `reconcileRequests`, when a deletion is complete, when a Resource that was
 *   written to the cluster has been deleted there, or when seven days have passed;
 *   `PullRequestPoller`, every `refreshSeconds`, when its pull request is closed.
 * - landed → done: `reconcileRequests`, when the Resource is ready, has failed or is
 *   gone; as `delivered` when seven days have passed, and at once without a cluster.
 * - recorded, sent → done: `insert`, when a newer request for the same takes its place.
 * - done → sent: `PullRequestPoller`, every `sweepSeconds`, when a closed pull request
 *   was opened again.
 *
 * The process that sends a request holds its lease. `takeLease` succeeds when no process
 * has the lease, when it has expired, or when it is the caller's own. It is renewed while
 * the request is being sent, and ended afterwards. Whoever takes it reads the request
 * again first: another process may have sent it meanwhile.
 */
export interface RequestStore {
  /** Calls the listener after each change made in this process. @returns ends it */
  onChange(listener: RequestListener): () => void;
  /**
   * Records a request. A task that was started again gets the request that it has
   * recorded before; otherwise it replaces an open request for the same.
   *
   * @throws ConflictError when too many ask for the same at once.
   */
  insert(
    request: NewRequest,
    context: DispatchContext,
    lease: Lease,
  ): Promise<StoredRequest>;
  get(id: string): Promise<StoredRequest | undefined>;
  /** The request of a task, in whatever state. */
  findByTask(
    taskId: string,
    about: Pick<RequestRecord, 'promise' | 'ref' | 'action'>,
  ): Promise<StoredRequest | undefined>;
  /**
   * All that are not done, or those about these Resources, without their manifests, which
   * may be long.
   */
  listUnfinished(about?: ObjectRef[]): Promise<StoredRequest[]>;
  /**
   * The open requests that a person has made, and those that others have made by pull
   * request for one of the owners; newest first, without their manifests.
   */
  listOpenOf(whose: RequestsOf, limit: number): Promise<StoredRequest[]>;
  /**
   * The requests with an open pull request, oldest first, without their manifests.
   *
   * @param after - the position before the first of them; undefined: all
   */
  listWaiting(
    after: RequestPosition | undefined,
    limit: number,
  ): Promise<StoredRequest[]>;
  /** How many requests {@link RequestStore.listWaiting} would list without a limit. */
  countWaiting(after: RequestPosition | undefined): Promise<number>;
  /** All by pull request that are not done, without their manifests. */
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
  /** recorded → sent: the platform, the repository or the reviewers have it. */
  markSent(id: string, result: DispatchResult): Promise<void>;
  /** Adds the pull request that another step of the task has opened; marks it as sent. */
  addPullRequest(
    id: string,
    about: { pullRequest?: PullRequest; requestsRepoUrl?: string },
  ): Promise<void>;
  /** sent → landed: its Resource is there. Earlier landed changes of it are done. */
  markLanded(id: string): Promise<void>;
  /** → done. @returns false when it was done already */
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
  /** Stores the state of its pull request, and that the host was asked now. */
  savePullRequest(
    id: string,
    pullRequest: PullRequest | undefined,
  ): Promise<void>;
  /** Takes or renews its lease. @returns false when another process has it */
  takeLease(id: string, by: string, until: Date): Promise<boolean>;
  /** Rows of an older version, which may hold secrets; not those that are still to be sent. */
  listUnredacted(limit: number): Promise<StoredRequest[]>;
  /** Stores the texts of a request without their secrets. */
  storeRedacted(
    id: string,
    texts: Pick<RequestRecord, 'manifest' | 'before' | 'message'> & {
      context: DispatchContext;
    },
  ): Promise<void>;
  /** Forgets what ended before. @returns how many there were */
  prune(before: Date): Promise<number>;
  /** Erases people: their requests stay, without their names. */
  forget(people: string[]): Promise<void>;
}
