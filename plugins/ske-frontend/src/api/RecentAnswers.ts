/** Several parts of a page ask for the same, which seldom changes. */
const FRESH_MS = 30_000;

/** Answers that are given again for a while. */
export class RecentAnswers<T> {
  readonly #answers = new Map<string, { at: number; answer: Promise<T> }>();

  /** The answer to the same question, or to this one; a failure is asked about again. */
  get(question: string, ask: () => Promise<T>): Promise<T> {
    const cached = this.#answers.get(question);
    if (cached && Date.now() - cached.at < FRESH_MS) return cached.answer;
    const answer = ask();
    this.#answers.set(question, { at: Date.now(), answer });
    answer.catch(() => this.#answers.delete(question));
    return answer;
  }
}
