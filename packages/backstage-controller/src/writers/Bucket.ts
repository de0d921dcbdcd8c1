/** What is in the place of an object. */
export type ReadObject =
  | { kind: 'missing' }
  /** The text that was asked about. */
  | { kind: 'same' }
  | { kind: 'other'; text: string };

/**
 * Objects of a bucket. Every failure is an error of `@backstage/errors` that says what was
 * tried, where, and what to do.
 */
export interface Bucket {
  /**
   * Reads an object.
   *
   * @param expected - a text: where the object has it, it is not sent
   */
  read(
    key: string,
    expected: string | undefined,
    signal: AbortSignal,
  ): Promise<ReadObject>;
  put(key: string, text: string, signal: AbortSignal): Promise<void>;
  /** One that is not there is no error. */
  delete(key: string, signal: AbortSignal): Promise<void>;
  /** The keys that begin with a text. */
  list(prefix: string, signal: AbortSignal): Promise<string[]>;
}
