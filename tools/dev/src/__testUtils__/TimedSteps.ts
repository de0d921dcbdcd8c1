/** Steps of something long, and how long each of them took. */
export class TimedSteps {
  readonly #seconds: Record<string, number> = {};

  /** Does a step. The time of one that fails counts, too. */
  async take<T>(name: string, step: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await step();
    } finally {
      const seconds = (performance.now() - started) / 1_000;
      this.#seconds[name] = Math.round(seconds * 10) / 10;
    }
  }

  /** Seconds by names of steps, in the order in which they ended, as text. */
  report(): string {
    return `${JSON.stringify({ seconds: this.#seconds }, null, 2)}\n`;
  }
}
