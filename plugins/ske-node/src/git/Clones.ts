import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Clone } from './Clone';
import { isDamage } from './gitErrors';
import { claimFolder } from './folder';
import type { RepositoryHost } from './RepositoryHost';

interface Present {
  clone: Clone;
  dir: string;
  users: number;
}

/**
 * The clone of a repository that is in use. A broken or worn one is replaced by a
 * new one; who is at work in it is not disturbed, and its folder goes when the
 * last of them has ended.
 */
export class Clones {
  readonly host: RepositoryHost;
  readonly #parent: string;
  #home: ReturnType<typeof claimFolder> | undefined;
  #present: Promise<Present> | undefined;

  constructor(host: RepositoryHost, parent: string) {
    this.host = host;
    this.#parent = parent;
  }

  /** Does something with the present clone; one that proves broken is replaced. */
  async use<T>(work: (clone: Clone) => Promise<T>): Promise<T> {
    const present = await this.#take();
    present.users += 1;
    try {
      return await work(present.clone);
    } catch (error) {
      if (isDamage(error)) await this.retire(present.clone);
      throw error;
    } finally {
      present.users -= 1;
      if (present.clone.isWorn) await this.retire(present.clone);
      await this.#tidy(present);
    }
  }

  /** From now on another one is used; nothing when that is so already. */
  async retire(clone: Clone): Promise<void> {
    const present = await this.#present;
    if (present?.clone !== clone || !this.#home) return;
    this.#present = this.#fresh(this.#home);
    await this.#tidy(present);
  }

  /** Lets go of the folder; what is in it stays for the next one. */
  async close(): Promise<void> {
    const home = await this.#home;
    this.#home = undefined;
    this.#present = undefined;
    await home?.release();
  }

  #take(): Promise<Present> {
    this.#present ??= this.#leftBehind().catch(error => {
      this.#home = undefined;
      this.#present = undefined;
      throw error;
    });
    return this.#present;
  }

  /** What another process has left is a clone like any other; one is enough. */
  async #leftBehind(): Promise<Present> {
    this.#home = claimFolder(this.#parent, this.host.remote.url);
    const { folder } = await this.#home;
    const found = (await readdir(folder)).filter(name => name.endsWith('.git'));
    const [kept, ...others] = found.map(name => join(folder, name));
    await Promise.all(others.map(remove));
    return kept ? this.#at(kept) : this.#fresh(this.#home);
  }

  async #fresh(home: ReturnType<typeof claimFolder>): Promise<Present> {
    const { folder } = await home;
    return this.#at(join(folder, `${randomUUID()}.git`));
  }

  #at(dir: string): Present {
    return { clone: new Clone(this.host, dir), dir, users: 0 };
  }

  async #tidy(one: Present) {
    const present = await this.#present;
    if (one.users > 0 || present === one || !present) return;
    await remove(one.dir);
  }
}

const remove = (dir: string) => rm(dir, { recursive: true, force: true });
