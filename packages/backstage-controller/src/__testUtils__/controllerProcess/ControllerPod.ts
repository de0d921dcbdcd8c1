import type { Built } from './build';
import { ControllerProcess, type ProcessOptions } from './ControllerProcess';

/** Starts a controller again whenever it has ended, as Kubernetes does. */
export class ControllerPod {
  /** How often it was started. */
  starts = 0;
  readonly #startOne: () => ControllerProcess;
  readonly #running: Promise<void>;
  #current: ControllerProcess;
  #isStopped = false;

  constructor(built: Built, name: string, options: ProcessOptions) {
    this.#startOne = () => {
      this.starts += 1;
      return ControllerProcess.start(built, name, options);
    };
    this.#current = this.#startOne();
    this.#running = this.#run();
  }

  /** The process that runs now. */
  get current(): ControllerProcess {
    return this.#current;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    // One that stands still would not end by itself.
    this.#current.resume();
    await this.#current.stop();
    await this.#running;
  }

  async #run() {
    for (;;) {
      await this.#current.ended;
      if (this.#isStopped) return;
      this.#current = this.#startOne();
    }
  }
}
