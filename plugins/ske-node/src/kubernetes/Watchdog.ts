/** Aborts what has given no sign of life for a while. */
export class Watchdog {
  readonly #controller = new AbortController();
  #ms: number;
  #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#ms = ms;
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A sign of life; from now on, optionally, with another patience. */
  restart(ms: number = this.#ms) {
    clearTimeout(this.#timer);
    this.#ms = ms;
    this.#timer = this.#start();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #start() {
    const timer = setTimeout(() => {
      const seconds = Math.round(this.#ms / 1000);
      this.#controller.abort(new Error(`nothing heard for ${seconds} s`));
    }, this.#ms);
    timer.unref();
    return timer;
  }
}
