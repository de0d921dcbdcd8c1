import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Built } from './build';
import type { StatusCounts, GreedyClientOptions } from './greedyPerson';

/**
 * A person who asks for far too much, in a process of their own: those who are
 * measured beside them share the backend with them, and nothing else.
 */
export class GreedyClient {
  readonly #process: ChildProcess;
  readonly #gone: Promise<unknown>;
  /** The statuses of all answers; rejects if the process ends before it reports them. */
  readonly counts: Promise<StatusCounts>;

  constructor(built: Built, options: GreedyClientOptions) {
    this.#process = spawn(
      process.execPath,
      [built.greedyPerson, JSON.stringify(options)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    this.#gone = once(this.#process, 'exit');
    this.counts = Promise.race([
      once(this.#process, 'message').then(
        ([message]) => (message as { counts: StatusCounts }).counts,
      ),
      this.#gone.then(() => {
        throw new Error('The greedy person ended before they had all answers');
      }),
    ]);
  }

  /** Ends the process, which closes its streams. */
  async stop(): Promise<void> {
    this.#process.kill();
    await this.#gone;
  }
}
