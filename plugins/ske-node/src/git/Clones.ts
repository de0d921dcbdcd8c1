import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Clone } from './Clone';
import { isDamage } from './gitErrors';
import { claimFolder } from './folder';
import type { RepositoryHost } from './RepositoryHost';

interface ActiveClone {
  clone: Clone;
  dir: string;
  users: number;
}

/**
 * The clone of a repository that is in use. One that is broken, or due for
 * renewal, is replaced by a new one. Work that goes on in the old one is not
 * disturbed; its folder is removed when the last of it has ended.
 */
export class Clones {
  readonly host: RepositoryHost;
  readonly #parent: string;
  #home: ReturnType<typeof claimFolder> | undefined;
  #active: Promise<ActiveClone> | undefined;

  constructor(host: RepositoryHost, parent: string) {
    this.host = host;
    this.#parent = parent;
  }

  /** Does something with the active clone; one that proves broken is replaced. */
  async use<T>(work: (clone: Clone) => Promise<T>): Promise<T> {
    const active = await this.#current();
    active.users += 1;
    try {
      return await work(active.clone);
    } catch (error) {
      if (isDamage(error)) await this.retire(active.clone);
      throw error;
    } finally {
      active.users -= 1;
      if (active.clone.isDueForRenewal) await this.retire(active.clone);
      await this.#removeUnused(active);
    }
  }

  /** From now on another one is used; nothing when that is so already. */
  async retire(clone: Clone): Promise<void> {
    const active = await this.#active;
    if (active?.clone !== clone || !this.#home) return;
    this.#active = this.#create(this.#home);
    await this.#removeUnused(active);
  }

  /** Lets go of the folder; what is in it stays for the next one. */
  async close(): Promise<void> {
    const home = await this.#home;
    this.#home = undefined;
    this.#active = undefined;
    await home?.release();
  }

  #current(): Promise<ActiveClone> {
    this.#active ??= this.#adoptOrCreate().catch(error => {
      this.#home = undefined;
      this.#active = undefined;
      throw error;
    });
    return this.#active;
  }

  /** What another process has left is a clone like any other; one is enough. */
  async #adoptOrCreate(): Promise<ActiveClone> {
    this.#home = claimFolder(this.#parent, this.host.remote.url);
    const { folder } = await this.#home;
    const found = (await readdir(folder)).filter(name => name.endsWith('.git'));
    const [adopted, ...others] = found.map(name => join(folder, name));
    await Promise.all(others.map(remove));
    return adopted ? this.#at(adopted) : this.#create(this.#home);
  }

  async #create(home: ReturnType<typeof claimFolder>): Promise<ActiveClone> {
    const { folder } = await home;
    return this.#at(join(folder, `${randomUUID()}.git`));
  }

  #at(dir: string): ActiveClone {
    return { clone: new Clone(this.host, dir), dir, users: 0 };
  }

  async #removeUnused(one: ActiveClone) {
    const active = await this.#active;
    if (one.users > 0 || active === one || !active) return;
    await remove(one.dir);
  }
}

const remove = (dir: string) => rm(dir, { recursive: true, force: true });
