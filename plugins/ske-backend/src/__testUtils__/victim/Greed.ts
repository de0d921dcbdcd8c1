import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Built } from './build';
import type { GreedCounts, GreedOrder } from './greedyPerson';

/**
 * A person who asks for far too much, in a process of their own: those who are
 * measured beside them share the backend with them, and nothing else.
 */
export class Greed {
  readonly #process: ChildProcess;
  readonly #gone: Promise<unknown>;
  /** What was answered. @throws Error when the process ends before. */
  readonly counts: Promise<GreedCounts>;

  constructor(built: Built, order: GreedOrder) {
    this.#process = spawn(
      process.execPath,
      [built.greedyPerson, JSON.stringify(order)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    this.#gone = once(this.#process, 'exit');
    this.counts = Promise.race([
      once(this.#process, 'message').then(
        ([message]) => (message as { counts: GreedCounts }).counts,
      ),
      this.#gone.then(() => {
        throw new Error('The greedy person ended before they had all answers');
      }),
    ]);
  }

  /** Their streams close. */
  async stop(): Promise<void> {
    this.#process.kill();
    await this.#gone;
  }
}
