/**
 * Caches answers for a while. A second caller gets the cached answer, or waits for the
 * one that is on its way; a failure is not cached.
 */
export class RecentAnswers<T> {
  readonly #forMs: number;
  readonly #mostAnswers: number;
  readonly #answers = new Map<string, { at: number; answer: Promise<T> }>();

  /** @param most - most answers that are cached; the oldest are dropped first */
  constructor(forMs: number, most: number) {
    this.#forMs = forMs;
    this.#mostAnswers = most;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = Date.now();
    const cached = this.#answers.get(key);
    if (cached && now - cached.at < this.#forMs) return cached.answer;
    const answer = ask();
    this.#answers.delete(key);
    this.#answers.set(key, { at: now, answer });
    answer.catch(() => {
      if (this.#answers.get(key)?.answer === answer) this.#answers.delete(key);
    });
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#mostAnswers) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
