/** Tells when nothing has been heard of the first list of a watch for some time. */
export class FirstListTimer {
  readonly #timer: NodeJS.Timeout;
  #error: Error;

  /**
   * @param what - is listed, such as `promises`
   * @param onLate - called with why there is no list yet
   */
  constructor(what: string, ms: number, onLate: (why: Error) => unknown) {
    this.#error = new Error(
      `The platform has not listed ${what} within ${
        ms / 1_000
      } s. Backstage goes on waiting for them.`,
    );
    this.#timer = setTimeout(() => onLate(this.#error), ms);
    this.#timer.unref();
  }

  /** A list that takes long is none that does not come. */
  restart() {
    this.#timer.refresh();
  }

  /** The platform has said why it does not give the list yet. */
  noteError(error: Error) {
    this.#error = error;
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
