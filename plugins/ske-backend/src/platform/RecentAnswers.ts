/**
 * Caches answers for a while. A second caller gets the cached answer, or waits for the
 * one that is on its way; a failure is not cached.
 */
export class RecentAnswers<T> {
  readonly #forMs: number;
  readonly #most: number;
  readonly #answers = new Map<string, { at: number; answer: Promise<T> }>();

  /** @param most - most answers that are cached; the oldest are dropped first */
  constructor(forMs: number, most: number) {
    this.#forMs = forMs;
    this.#most = most;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = Date.now();
    const known = this.#answers.get(key);
    if (known && now - known.at < this.#forMs) return known.answer;
    const answer = ask();
    this.#answers.delete(key);
    this.#answers.set(key, { at: now, answer });
    answer.catch(() => {
      if (this.#answers.get(key)?.answer === answer) this.#answers.delete(key);
    });
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#most) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
