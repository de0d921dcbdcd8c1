import type { OutputId } from '../writers/EntityWriter';
import { keyOfObjectOf } from './watchRuns';

/** Lets only some Jobs run at once: a customization may be for thousands of Resources. */
export class RunSlots {
  readonly #most: number;
  readonly #countRunning: () => number;
  readonly #wake: (id: OutputId) => void;
  /** Made, and not yet seen by the watch on Jobs. */
  readonly #begun = new Set<string>();
  /** What found no slot, by the object: what it wants to run may be something else by then. */
  readonly #waiting = new Map<string, OutputId>();

  constructor(options: {
    most: number;
    /** How many Jobs run as the watch has them. */
    countRunning: () => number;
    /** Lets one ask again that found no slot. */
    wake: (id: OutputId) => void;
  }) {
    this.#most = options.most;
    this.#countRunning = options.countRunning;
    this.#wake = options.wake;
  }

  /** Whether a run may begin now. If not, it is woken when it may. */
  take(name: string, id: OutputId): boolean {
    if (this.#begun.has(name)) return true;
    if (this.#free <= 0) {
      this.#waiting.set(keyOfObjectOf(id), id);
      return false;
    }
    this.#waiting.delete(keyOfObjectOf(id));
    this.#begun.add(name);
    return true;
  }

  /** What has begun does not count any more: the watch has its Job, or there is none. */
  release(name: string) {
    this.#begun.delete(name);
    this.#wakeSome();
  }

  /** An object waits for nothing any more: another one may have been woken in its place. */
  leave(id: OutputId) {
    this.#waiting.delete(keyOfObjectOf(id));
    this.#wakeSome();
  }

  get #free(): number {
    return this.#most - this.#countRunning() - this.#begun.size;
  }

  #wakeSome() {
    if (this.#waiting.size === 0) return;
    let free = this.#free;
    for (const [key, id] of this.#waiting) {
      if (free <= 0) return;
      free -= 1;
      this.#waiting.delete(key);
      this.#wake(id);
    }
  }
}
