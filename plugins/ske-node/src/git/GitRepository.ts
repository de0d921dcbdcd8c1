import { nameSchemas } from '@syntasso/plugin-ske-common';
import { requireName } from '../utils/requireName';
import { retry } from '../utils/retry';
import type { Clone, GitAuthor } from './Clone';
import { Clones } from './Clones';
import {
  isDamage,
  movedTooOftenError,
  BranchMovedError,
  brokenCloneError,
  PushUnansweredError,
} from './gitErrors';
import { RepositoryHost, type Remote } from './RepositoryHost';
import type { FileEdit, Tree } from './Tree';

/** What a change says it does, and what came of it. @public */
export interface Edited<T> {
  edits: FileEdit[];
  result: T;
}

/** A change to the files of a branch: one commit. @public */
export interface GitChange<T> {
  message: string;
  author?: GitAuthor;
  /**
   * Makes the edits from the files that are there now. Called again when the branch
   * moves meanwhile, so that no change of others is lost.
   */
  edit: (files: Tree) => Promise<Edited<T>>;
}

/** Where a change ended up. @public */
export interface Written<T> {
  /** The commit that has it; the branch's present one when nothing changed. */
  commit: string | undefined;
  changed: boolean;
  result: T;
}

/** How a repository is written to. @public */
export interface GitRepositoryOptions {
  remote: Remote;
  author: GitAuthor;
  /** Folder for clones; each process takes one of its own inside. */
  folder: string;
  /** How long a silent host is waited for, in ms. Default: 20 000. */
  patienceMs?: number;
}

/** Most commits in one push. */
const MOST_IN_A_PUSH = 100;
const ATTEMPTS = 10;
const ATTEMPTS_UNANSWERED = 3;
const PAUSES = { firstMs: 80, longestMs: 1_000 };

interface QueuedWrite {
  change: GitChange<unknown>;
  resolve: (written: Written<unknown>) => void;
  reject: (error: unknown) => void;
}

/**
 * A repository with a clone that is kept: reads see the branch's present commit, and
 * writes resolve when the host has their commit. Writes to a
 * branch wait for each other and go out together.
 *
 * @public
 */
export class GitRepository {
  readonly url: string;
  readonly #options: GitRepositoryOptions;
  readonly #queues = new Map<string, QueuedWrite[]>();
  readonly #draining = new Map<string, Promise<void>>();
  readonly #clones: Clones;

  constructor(options: GitRepositoryOptions) {
    this.url = options.remote.url;
    this.#options = options;
    const { remote, patienceMs, folder } = options;
    this.#clones = new Clones(new RepositoryHost(remote, patienceMs), folder);
  }

  /**
   * Reads the files of a branch as they are now at the host. What reads them is
   * asked again when the clone turns out to be broken.
   *
   * @throws NotFoundError for a missing repository or branch, NotAllowedError
   * for a missing right, ServiceUnavailableError for a host that is down.
   */
  async read<T>(
    branch: string,
    work: (files: Tree, commit: string | undefined) => Promise<T>,
  ): Promise<T> {
    requireName('branch', nameSchemas.branch, branch);
    return this.#retryInClone(branch, async clone => {
      const commit = await clone.sync(branch);
      return work(await clone.tree(commit), commit);
    });
  }

  /**
   * Commits a change to a branch. Resolves when the host has it.
   *
   * @throws what `edit` throws, and the errors of {@link GitRepository.read};
   * ConflictError when others moved the branch as often as this was tried.
   */
  async write<T>(branch: string, change: GitChange<T>): Promise<Written<T>> {
    requireName('branch', nameSchemas.branch, branch);
    return new Promise<Written<T>>((resolve, reject) => {
      const queue = this.#queues.get(branch) ?? [];
      this.#queues.set(branch, queue);
      queue.push({
        change,
        resolve: resolve as QueuedWrite['resolve'],
        reject,
      });
      void this.#drain(branch, queue);
    });
  }

  /**
   * Puts a change on a branch of its own, made from another one: on top of what
   * is there when `keep` says so, else in place of it.
   *
   * @throws ConflictError instead of overwriting a commit of somebody else.
   */
  async propose<T>(
    target: {
      base: string;
      branch: string;
      keep: boolean;
      /** Whether a commit of somebody else is no reason to refuse; default: no. */
      mayHaveOthers?: boolean;
    },
    change: GitChange<T>,
  ): Promise<Written<T>> {
    const { base, branch, keep } = target;
    requireName('target branch', nameSchemas.branch, base);
    requireName('branch', nameSchemas.branch, branch);
    return this.#retryInClone(branch, async clone => {
      const from = await clone.sync(base);
      const there = await clone.host.tip(branch);
      const present = there === 'missing' ? undefined : there;
      const parent = keep && present ? await clone.sync(branch) : from;
      const { edits, result } = await change.edit(await clone.tree(parent));
      const commit = await clone.commit(parent, edits, this.#about(change));
      // Nothing to propose; a branch that is there already proposes it.
      if (commit === parent || commit === undefined) {
        return { commit: parent, changed: false, result };
      }
      // A run before this one may have come as far as here.
      const same =
        present && !keep && (await clone.isSame(branch, present, commit));
      if (same) return { commit: present, changed: true, result };
      if (present && from && !target.mayHaveOthers) {
        await clone.requireOnlyBy(this.#options.author, {
          ...{ branch, tip: present, base, baseTip: from },
        });
      }
      await clone.push(commit, branch, { force: !keep });
      return { commit, changed: true, result };
    });
  }

  /** Waits for what is being written, and lets go of the folder. */
  async close() {
    await Promise.all(this.#draining.values());
    await this.#clones.close();
  }

  async #drain(branch: string, queue: QueuedWrite[]) {
    if (this.#draining.has(branch)) return;
    const work = (async () => {
      // What is asked for in the same moment goes out together.
      await new Promise(setImmediate);
      while (queue.length > 0) {
        await this.#send(branch, queue.splice(0, MOST_IN_A_PUSH));
      }
    })();
    this.#draining.set(branch, work);
    await work;
    this.#draining.delete(branch);
  }

  /** Writes what waits, in one push. Never throws: each write gets its own result or error. */
  async #send(branch: string, batch: QueuedWrite[]) {
    let pending = batch;
    try {
      await this.#retryInClone(branch, async clone => {
        const tip = await clone.sync(branch);
        const { commit, done } = await this.#commitAll(clone, tip, pending);
        pending = done.map(({ waiting }) => waiting);
        if (commit !== undefined && commit !== tip) {
          await clone.push(commit, branch);
        }
        done.forEach(({ waiting, written }) => waiting.resolve(written));
      });
    } catch (error) {
      pending.forEach(waiting => waiting.reject(error));
    }
  }

  /**
   * Begins again where the branch moved meanwhile, where it is not known whether
   * a push arrived, and where the clone turns out to be broken.
   */
  async #retryInClone<T>(branch: string, work: (clone: Clone) => Promise<T>) {
    let renewed = false;
    try {
      return await retry(() => this.#clones.use(work), {
        ...PAUSES,
        attempts: ATTEMPTS,
        isWorthRetrying: (error, attempt) => {
          if (!isDamage(error)) return isWorthRetrying(error, attempt);
          const isFirst = !renewed;
          renewed = true;
          return isFirst;
        },
      });
    } catch (error) {
      if (isDamage(error)) {
        throw brokenCloneError(this.url, error, this.#options.remote.settings);
      }
      if (error instanceof BranchMovedError)
        throw movedTooOftenError(this.url, branch, ATTEMPTS);
      throw error;
    }
  }

  /** Makes a commit for each change, one on the other; a change that fails is rejected. */
  async #commitAll(
    clone: Clone,
    tip: string | undefined,
    batch: QueuedWrite[],
  ) {
    const done: { waiting: QueuedWrite; written: Written<unknown> }[] = [];
    let parent = tip;
    for (const waiting of batch) {
      const { change } = waiting;
      try {
        const { edits, result } = await change.edit(await clone.tree(parent));
        const commit = await clone.commit(parent, edits, this.#about(change));
        done.push({
          waiting,
          written: { commit, changed: commit !== parent, result },
        });
        parent = commit;
      } catch (error) {
        if (isDamage(error)) throw error;
        waiting.reject(error);
      }
    }
    return { commit: parent, done };
  }

  #about(change: GitChange<unknown>) {
    return {
      message: change.message,
      author: change.author ?? this.#options.author,
    };
  }
}

/** Whether to begin again: the branch has moved, or the answer to a push was lost. */
function isWorthRetrying(error: unknown, attempt: number): boolean {
  if (error instanceof BranchMovedError) return true;
  // A host that does not answer is not asked ten times.
  return error instanceof PushUnansweredError && attempt < ATTEMPTS_UNANSWERED;
}
