import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { ServiceUnavailableError } from '@backstage/errors';
import git from 'isomorphic-git';
import {
  noBranchError,
  branchOfOthersError,
  isDamage,
  PushUnansweredError,
} from './gitErrors';
import type { RepositoryHost } from './RepositoryHost';
import { newTreeCache, Tree, type FileEdit } from './Tree';

/** Who a commit is by. @public */
export interface GitAuthor {
  name: string;
  email: string;
}

/** A branch of ours has one or a few, and its base has moved no further. */
const MOST_COMMITS = 1_000;

/** After so many fetches a new clone is better: each leaves a pack behind. */
const MOST_FETCHES = 500;

/**
 * A shallow bare clone in a folder, without a `git` binary. What is in the
 * folder is only a cache: where it is damaged ({@link isDamage}), another one is
 * made by whoever uses it.
 */
export class Clone {
  readonly host: RepositoryHost;
  readonly #dir: string;
  readonly #cache: object = {};
  readonly #trees = newTreeCache();
  #fetches = 0;
  #made: Promise<void> | undefined;
  #fetching: Promise<unknown> = Promise.resolve();

  constructor(host: RepositoryHost, dir: string) {
    this.host = host;
    this.#dir = dir;
  }

  /** Whether it has so many packs that a new one is better. */
  get isDueForRenewal(): boolean {
    return this.#fetches > MOST_FETCHES;
  }

  /**
   * Makes the branch's present commit available here, and says which it is;
   * undefined for an empty repository.
   *
   * @throws NotFoundError when the branch is missing.
   */
  async sync(branch: string): Promise<string | undefined> {
    const tip = await this.host.tip(branch);
    if (tip === 'missing') throw noBranchError(this.host.remote, branch);
    if (tip === undefined) return undefined;
    await this.#ensure(branch, tip);
    return tip;
  }

  /** The files of a commit. */
  async tree(commit: string | undefined): Promise<Tree> {
    const store = { fs, gitdir: this.#dir, cache: this.#cache };
    const withTrees = { ...store, trees: this.#trees };
    if (commit === undefined) {
      await this.#make();
      return new Tree(withTrees, undefined);
    }
    const { commit: read } = await git.readCommit({ ...store, oid: commit });
    return new Tree(withTrees, read.tree);
  }

  /**
   * Writes a commit here. Nothing to change gives the parent itself.
   */
  async commit(
    parent: string | undefined,
    edits: FileEdit[],
    about: { message: string; author: GitAuthor },
  ): Promise<string | undefined> {
    if (!parent && edits.every(edit => edit.content === null)) return undefined;
    const tree = await this.tree(parent);
    const written = await tree.with(edits);
    if (written === tree.oid) return parent;
    const by = {
      ...about.author,
      timestamp: Math.floor(Date.now() / 1000),
      timezoneOffset: 0,
    };
    return git.writeCommit({
      fs,
      gitdir: this.#dir,
      commit: {
        message: about.message,
        tree: written,
        parent: parent ? [parent] : [],
        author: by,
        committer: by,
      },
    });
  }

  /**
   * Moves a branch of the repository to a commit, together with what that
   * commit needs. Without `force` only forward.
   *
   * @throws MovedError when the branch has moved meanwhile, UnansweredError
   * when nobody knows whether it arrived.
   */
  async push(
    commit: string,
    branch: string,
    options: { force?: boolean } = {},
  ) {
    const attempt = {
      doing: `push to branch ${branch}`,
      where: this.host.remote.url,
    };
    // A name of its own: pushes of several branches go on at once.
    const ref = `refs/ske/${randomUUID()}`;
    const store = { fs, gitdir: this.#dir };
    await git.writeRef({ ...store, ref, value: commit });
    try {
      const messages: string[] = [];
      await this.host.ask(
        attempt,
        async headers => {
          await git.push({
            ...store,
            cache: this.#cache,
            http: this.host.http,
            url: this.host.remote.url,
            ref,
            remoteRef: `refs/heads/${branch}`,
            force: options.force,
            headers,
            onMessage: text => void messages.push(text),
          });
        },
        messages,
      );
      await this.#keep(branch, commit);
    } catch (error) {
      throw error instanceof ServiceUnavailableError
        ? new PushUnansweredError(error.message)
        : error;
    } finally {
      await git.deleteRef({ ...store, ref });
    }
  }

  /** Whether a branch's commit is another one in all but its time. */
  async isSame(branch: string, present: string, commit: string) {
    await this.#ensure(branch, present);
    const [one, other] = await Promise.all(
      [present, commit].map(async oid => {
        const read = await git.readCommit({
          fs,
          gitdir: this.#dir,
          cache: this.#cache,
          oid,
        });
        return [read.commit.tree, ...read.commit.parent].join();
      }),
    );
    return one === other;
  }

  /**
   * Looks whether a branch has only commits of one author, on top of another
   * branch.
   *
   * @throws ConflictError that names the first commit of somebody else.
   */
  async requireOnlyBy(
    author: GitAuthor,
    on: { branch: string; tip: string; base: string; baseTip: string },
  ): Promise<void> {
    const { branch, base, baseTip } = on;
    await this.#inTurn(() => this.#fetchBranch(base, MOST_COMMITS));
    await this.#inTurn(() => this.#fetchBranch(branch, MOST_COMMITS));
    const store = { fs, gitdir: this.#dir, cache: this.#cache };
    const log = await git.log({ ...store, ref: baseTip, depth: MOST_COMMITS });
    const merged = new Set(log.map(({ oid }) => oid));
    let oid: string | undefined = on.tip;
    for (let count = 0; count < MOST_COMMITS && oid; count += 1) {
      if (merged.has(oid)) return;
      const read: Awaited<ReturnType<typeof git.readCommit>> =
        await git.readCommit({ ...store, oid });
      const { author: by, parent } = read.commit;
      if (by.email !== author.email || parent.length > 1) {
        throw branchOfOthersError(this.host.remote.url, branch, {
          oid,
          by: by.name,
        });
      }
      [oid] = parent;
    }
    throw branchOfOthersError(this.host.remote.url, branch);
  }

  async #ensure(branch: string, tip: string) {
    await this.#make();
    if (await this.#has(tip)) return;
    await this.#inTurn(() => this.#fetch(branch, tip));
  }

  /** Fetches one after the other: they share a list of where history was cut. */
  async #inTurn(fetch: () => Promise<void>) {
    const fetched = this.#fetching.then(fetch);
    this.#fetching = fetched.catch(() => {});
    await fetched;
  }

  async #fetch(branch: string, tip: string) {
    if (await this.#has(tip)) return;
    await this.#fetchBranch(branch, 1);
    await this.#keep(branch, tip);
  }

  async #fetchBranch(branch: string, depth: number) {
    this.#fetches += 1;
    await this.host.ask(
      { doing: `fetch branch ${branch}`, where: this.host.remote.url },
      async headers => {
        await git.fetch({
          fs,
          gitdir: this.#dir,
          cache: this.#cache,
          http: this.host.http,
          url: this.host.remote.url,
          ref: branch,
          remoteRef: `refs/heads/${branch}`,
          depth,
          singleBranch: true,
          tags: false,
          headers,
        });
      },
    );
  }

  /** Remembers what the next fetch need not bring again. */
  async #keep(branch: string, commit: string) {
    if (!(await this.#has(commit))) return;
    await git.writeRef({
      fs,
      gitdir: this.#dir,
      ref: `refs/heads/${branch}`,
      value: commit,
      force: true,
    });
  }

  async #has(commit: string): Promise<boolean> {
    try {
      await this.tree(commit);
      return true;
    } catch (error) {
      if (isDamage(error)) return false;
      throw error;
    }
  }

  async #make() {
    this.#made ??= this.#init().catch(error => {
      this.#made = undefined;
      throw error;
    });
    await this.#made;
  }

  async #init() {
    const store = { fs, gitdir: this.#dir };
    await git.init({ ...store, bare: true });
    await git.addRemote({
      ...store,
      remote: 'origin',
      url: this.host.remote.url,
      force: true,
    });
  }
}
