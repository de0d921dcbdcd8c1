import { isError } from '@backstage/errors';
import type { Log } from '../log/Log';
import type { CatalogNames } from './CatalogNames';
import type { Outputs } from './Outputs';

/** Lets what is written keep its names, once, before any are given. */
export class NameRecall {
  readonly #outputs: Outputs;
  readonly #names: CatalogNames;
  readonly #log: Log;
  #recalling: Promise<void> | undefined;

  constructor(options: { outputs: Outputs; names: CatalogNames; log: Log }) {
    this.#outputs = options.outputs;
    this.#names = options.names;
    this.#log = options.log;
  }

  /**
   * Resolves when names may be given. All who wait share one look at what is written.
   *
   * @throws what keeps the writer from reading what is written: without it objects could
   * get names that others have in the catalog.
   */
  async ensure(signal: AbortSignal): Promise<void> {
    this.#recalling ??= this.#recall(signal);
    const recalling = this.#recalling;
    try {
      await recalling;
    } catch (error) {
      if (this.#recalling === recalling) this.#recalling = undefined;
      throw error;
    }
  }

  /** @returns whether names may be given; each Promise says why not when it is reconciled */
  async attempt(signal: AbortSignal): Promise<boolean> {
    try {
      await this.ensure(signal);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      this.#log.warn('What is written cannot be read yet', {
        reason: isError(error) ? error.message : String(error),
      });
      return false;
    }
  }

  async #recall(signal: AbortSignal) {
    this.#names.recall(await this.#outputs.load(signal));
  }
}
