import { setTimeout as sleep } from 'node:timers/promises';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';

/** An object's key in a work queue. */
export interface Key {
  namespace?: string;
  name: string;
}

/** Nothing when an object is reconciled, or when to reconcile it again. */
export type ReconcileResult = { againInMs: number } | void;

const LONGEST_RETRY_MS = 5_000;

/**
 * A work queue as in controller-runtime: a change of a watched object reconciles its
 * key, never twice at once, and again with growing pauses while that fails.
 */
export class Controller {
  readonly #reconcile: (key: Key) => Promise<ReconcileResult>;
  readonly #say: (text: string) => void;
  readonly #name: string;
  readonly #signal: AbortSignal;
  readonly #state = new Map<string, 'running' | 'again'>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #failures = new Map<string, number>();
  readonly #unsubscribe: (() => void)[] = [];

  constructor(options: {
    name: string;
    reconcile: (key: Key) => Promise<ReconcileResult>;
    signal: AbortSignal;
    say: (text: string) => void;
  }) {
    this.#name = options.name;
    this.#reconcile = options.reconcile;
    this.#signal = options.signal;
    this.#say = options.say;
    options.signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** Reconciles what `keys` names for each change of a watched object. */
  watch(informer: SharedInformer, keys: (object: Manifest) => Key[]): this {
    this.#unsubscribe.push(
      informer.subscribe({
        onChange: change =>
          keys(change.object).forEach(key => this.enqueue(key)),
      }),
    );
    return this;
  }

  enqueue(key: Key) {
    if (this.#signal.aborted) return;
    const id = `${key.namespace ?? ''}/${key.name}`;
    clearTimeout(this.#timers.get(id));
    if (this.#state.has(id)) {
      this.#state.set(id, 'again');
      return;
    }
    this.#state.set(id, 'running');
    void this.#work(id, key);
  }

  stop() {
    this.#unsubscribe.splice(0).forEach(end => end());
    this.#timers.forEach(timer => clearTimeout(timer));
  }

  async #work(id: string, key: Key) {
    do {
      this.#state.set(id, 'running');
      try {
        const outcome = await this.#reconcile(key);
        this.#failures.delete(id);
        if (outcome) this.#later(id, key, outcome.againInMs);
      } catch (error) {
        if (this.#signal.aborted) break;
        const failures = (this.#failures.get(id) ?? 0) + 1;
        this.#failures.set(id, failures);
        // A conflict only means that another controller wrote first.
        if ((error as Error).name !== 'ConflictError' && failures > 2) {
          this.#say(`${this.#name} ${id}: ${(error as Error).message}`);
        }
        this.#later(id, key, Math.min(LONGEST_RETRY_MS, 50 * 2 ** failures));
      }
      await sleep(0);
    } while (this.#state.get(id) === 'again' && !this.#signal.aborted);
    this.#state.delete(id);
  }

  #later(id: string, key: Key, ms: number) {
    clearTimeout(this.#timers.get(id));
    const timer = setTimeout(() => this.enqueue(key), ms);
    timer.unref();
    this.#timers.set(id, timer);
  }
}
