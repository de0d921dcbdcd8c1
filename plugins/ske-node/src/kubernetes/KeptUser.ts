import type { User } from '@kubernetes/client-node';

/** A younger one that is not accepted is not made again: that would not help. */
const REFUSED_MS = 10_000;

/** A credential that was just made, and until when it is good. */
export interface NewUser {
  user: User;
  /** In milliseconds, as `Date.now()`. */
  until: number;
}

/** A credential that takes long to get: kept while it is good, asked for once by all who wait. */
export class KeptUser {
  #cached: { user: User; since: number; until: number } | undefined;
  #pending: Promise<User> | undefined;

  /** @throws what `ask` throws, which is not kept. */
  async current(ask: () => Promise<NewUser>): Promise<User> {
    if (this.#cached && Date.now() < this.#cached.until) {
      return this.#cached.user;
    }
    this.#pending ??= this.#get(ask).finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** Forgets a credential that was not accepted, unless it was made just now. */
  renew() {
    if (this.#cached && Date.now() - this.#cached.since > REFUSED_MS) {
      this.#cached = undefined;
    }
  }

  async #get(ask: () => Promise<NewUser>): Promise<User> {
    const { user, until } = await ask();
    this.#cached = { user, since: Date.now(), until };
    return user;
  }
}
