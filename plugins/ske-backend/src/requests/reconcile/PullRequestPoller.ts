import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { Backoff, type PullRequest } from '@syntasso/plugin-ske-common';
import {
  NoAnswerError,
  RateLimitError,
  withoutNumber,
  type NumberedPullRequest,
  type ScmHosts,
  type ScmRepository,
} from '@syntasso/plugin-ske-node';
import type { RequestEndListener } from './reconcileRequests';
import type { RequestStore } from '../store/RequestStore';
import type { StoredRequest } from '../store/requestRow';

/** After a failure. */
const PAUSES_AFTER_FAILURE = { firstMs: 60_000, longestMs: 30 * 60_000 };

/** The pull requests of one repository, and the requests that wait for them. */
interface Group {
  at: ScmRepository;
  numbers: Map<number, StoredRequest[]>;
}

/**
 * Asks hosts how pull requests stand: those of one repository together. A host that
 * asks to slow down or does not answer, and a repository that cannot be read, is left
 * alone for a while, longer each time.
 */
export class PullRequestPoller {
  readonly #store: RequestStore;
  readonly #hosts: ScmHosts;
  readonly #logger: LoggerService;
  readonly #onEnd: RequestEndListener;
  readonly #pausesByPlace = new Map<
    string,
    { until: number; backoff: Backoff }
  >();

  constructor(options: {
    store: RequestStore;
    hosts: ScmHosts;
    logger: LoggerService;
    onEnd: RequestEndListener;
  }) {
    this.#store = options.store;
    this.#hosts = options.hosts;
    this.#logger = options.logger;
    this.#onEnd = options.onEnd;
  }

  /** Reads the pull requests of requests that are not done, and ends those that were closed. */
  async pollUnmerged(): Promise<void> {
    const unfinished = await this.#store.listUnfinished();
    await this.#poll(
      // A page may have found out that one is closed, which ends nothing by itself.
      unfinished.filter(
        ({ record: { pullRequest } }) =>
          pullRequest && pullRequest.state !== 'merged',
      ),
      async (stored, pullRequest) => {
        const { id } = stored.record;
        await this.#store.savePullRequest(id, pullRequest);
        if (pullRequest?.state === 'open' || pullRequest?.state === 'merged') {
          return;
        }
        const message = pullRequest
          ? 'Its pull request was closed without being merged.'
          : 'Its pull request is gone.';
        if (await this.#store.finish(id, 'closed', message)) {
          await this.#onEnd(stored, 'closed', { text: message });
        }
      },
    );
  }

  /** Reads pull requests that were closed, and reopens requests where they are open again. */
  async pollClosed(since: Date): Promise<void> {
    await this.#poll(
      await this.#store.listClosedSince(since),
      async ({ record }, pullRequest) => {
        if (pullRequest && pullRequest.state !== 'closed') {
          await this.#store.reopen(record.id, pullRequest);
        }
      },
    );
  }

  /** Reads the pull request of one request at once, for a page that shows it. */
  async pollOne(stored: StoredRequest): Promise<void> {
    await this.#poll([stored], async ({ record }, pullRequest) =>
      this.#store.savePullRequest(record.id, pullRequest),
    );
  }

  async #poll(
    requests: StoredRequest[],
    onRead: (
      stored: StoredRequest,
      pullRequest: PullRequest | undefined,
    ) => Promise<void>,
  ) {
    for (const { at, numbers } of this.#grouped(requests)) {
      const { host } = at.host;
      const repositoryUrl = at.host.webUrl(at.repo);
      const isPaused = [host, repositoryUrl].some(
        place => (this.#pausesByPlace.get(place)?.until ?? 0) > Date.now(),
      );
      if (isPaused) continue;
      try {
        const pullRequests = await this.#read(at, [...numbers.keys()]);
        this.#pausesByPlace.delete(host);
        this.#pausesByPlace.delete(repositoryUrl);
        for (const [number, pullRequest] of pullRequests) {
          const requestsOfNumber = numbers.get(number) ?? [];
          for (const stored of requestsOfNumber) {
            await onRead(stored, pullRequest && withoutNumber(pullRequest));
          }
        }
      } catch (error) {
        if (!isError(error)) throw error;
        // One repository that cannot be read is no reason to leave the others alone.
        this.#pause(isOfHost(error) ? host : repositoryUrl, error);
      }
    }
  }

  /**
   * All at once; where the host does not take that, one by one, so that one of them
   * does not keep the others from being read.
   *
   * @returns those that were read; undefined for one that is gone
   */
  async #read(
    { host, repo }: ScmRepository,
    numbers: number[],
  ): Promise<Map<number, NumberedPullRequest | undefined>> {
    try {
      const pullRequests = await host.read(repo, numbers);
      return new Map(numbers.map(number => [number, pullRequests.get(number)]));
    } catch (error) {
      if (numbers.length === 1 || isOfHost(error)) throw error;
      const pullRequests = new Map<number, NumberedPullRequest | undefined>();
      let lastError = error;
      for (const number of numbers) {
        try {
          pullRequests.set(
            number,
            (await host.read(repo, [number])).get(number),
          );
        } catch (failure) {
          if (isOfHost(failure)) throw failure;
          lastError = failure;
        }
      }
      if (pullRequests.size === 0) throw lastError;
      return pullRequests;
    }
  }

  #grouped(requests: StoredRequest[]): Group[] {
    const groups = new Map<string, Group>();
    for (const stored of requests) {
      const url = stored.record.pullRequest?.url;
      const address = url ? this.#hosts.pullRequest(url) : undefined;
      if (!address) continue;
      const key = address.host.webUrl(address.repo);
      const group = groups.get(key) ?? { at: address, numbers: new Map() };
      groups.set(key, group);
      const requestsOfNumber = group.numbers.get(address.number) ?? [];
      group.numbers.set(address.number, [...requestsOfNumber, stored]);
    }
    return [...groups.values()];
  }

  #pause(place: string, error: Error) {
    const backoff =
      this.#pausesByPlace.get(place)?.backoff ??
      new Backoff(PAUSES_AFTER_FAILURE);
    const pause = backoff.fail();
    const until =
      error instanceof RateLimitError
        ? error.until.getTime()
        : Date.now() + pause;
    this.#pausesByPlace.set(place, { until, backoff });
    this.#logger.warn(
      `Pull requests at ${place} are not looked at until ${new Date(
        until,
      ).toISOString()}: ${error.message}`,
    );
  }
}

/** Whether the error is about the whole host: other repositories would fail too. */
const isOfHost = (error: unknown) =>
  error instanceof RateLimitError || error instanceof NoAnswerError;
