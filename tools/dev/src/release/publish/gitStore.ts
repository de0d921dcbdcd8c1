import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, type RunCommand } from '@internal/testbed';
import { folderStore } from '../folderStore';
import type { ReleaseStore } from '../storeRelease';

/** Which branch of a repository, and where in it. */
export interface GitOptions {
  /** As `git clone` takes it; git finds the credentials. */
  url: string;
  branch: string;
  /** Folder in the repository; '' is all of it. */
  prefix: string;
  /** For the text of the commit. */
  message: string;
}

/**
 * A branch of a Git repository; it is made where there is none. All files that are put at
 * once are one commit.
 */
export class GitStore implements ReleaseStore {
  readonly #options: GitOptions;
  readonly #run: RunCommand;
  readonly #clone: string;
  readonly #files: ReleaseStore;

  private constructor(options: GitOptions, run: RunCommand, clone: string) {
    this.#options = options;
    this.#run = run;
    this.#clone = clone;
    this.#files = folderStore(join(clone, options.prefix));
  }

  /**
   * Clones the branch into a temporary folder.
   *
   * @throws Error with what git says.
   */
  static async open(
    options: GitOptions,
    run: RunCommand = runCommand,
  ): Promise<GitStore> {
    const clone = mkdtempSync(join(tmpdir(), 'ske-publish-'));
    const store = new GitStore(options, run, clone);
    try {
      await store.#fetch();
      return store;
    } catch (error) {
      store.close();
      throw error;
    }
  }

  get where(): string {
    const { url, branch } = this.#options;
    // An address may have a password, and that an at sign.
    return `${url.replace(/\/\/[^/]*@/, '//')} (${branch})`;
  }

  digest(path: string): Promise<string | undefined> {
    return this.#files.digest(path);
  }

  async put(files: [path: string, content: Uint8Array][]): Promise<void> {
    const { branch, message, prefix } = this.#options;
    await this.#files.put(files);
    const paths = files.map(([path]) => (prefix ? `${prefix}/${path}` : path));
    // Also what somebody has put into .gitignore.
    await this.#git('add', '--force', '--', ...paths);
    await this.#git(
      ...['-c', 'user.name=release:publish'],
      ...['-c', 'user.email=release-publish@localhost'],
      ...['commit', '--quiet', '--message', message],
    );
    await this.#git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  }

  /** Removes the clone. */
  close(): void {
    rmSync(this.#clone, { recursive: true, force: true });
  }

  async #fetch() {
    const { url, branch } = this.#options;
    await this.#git('init', '--quiet');
    await this.#git('remote', 'add', 'origin', url);
    const found = await this.#git('ls-remote', '--heads', 'origin', branch);
    if (found.trim() === '') return;
    const ref = `refs/heads/${branch}`;
    await this.#git('fetch', '--quiet', '--depth', '1', 'origin', ref);
    await this.#git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
  }

  async #git(...args: string[]): Promise<string> {
    const { code, output } = await this.#run('git', args, {
      cwd: this.#clone,
      // Asked for a password, it would wait for ever.
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    });
    if (code === 0) return output;
    const subcommand = args.find(arg => /^[a-z-]{3,}$/.test(arg));
    const says = output.trim().replaceAll(this.#options.url, this.where);
    throw new Error(`${this.where} cannot be used: git ${subcommand}: ${says}`);
  }
}
