import type { OutputId } from '../writers/EntityWriter';

/** Lets only some Jobs run at once: a customization may be for thousands of Resources. */
export class RunSlots {
  readonly #most: number;
  readonly #countRunning: () => number;
  readonly #wake: (id: OutputId) => void;
  /** Made, and not yet seen by the watch on Jobs. */
  readonly #begun = new Set<string>();
  /** Those that found no slot, by the name of the run. */
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
      this.#waiting.set(name, id);
      return false;
    }
    this.#waiting.delete(name);
    this.#begun.add(name);
    return true;
  }

  /** The watch has the Job. */
  seen(name: string) {
    this.#begun.delete(name);
    this.#wakeSome();
  }

  /** It does not run: it could not be made, or is not wanted any more. */
  release(name: string) {
    this.#waiting.delete(name);
    this.seen(name);
  }

  get #free(): number {
    return this.#most - this.#countRunning() - this.#begun.size;
  }

  #wakeSome() {
    const free = Math.max(0, this.#free);
    for (const [name, id] of [...this.#waiting].slice(0, free)) {
      this.#waiting.delete(name);
      this.#wake(id);
    }
  }
}
