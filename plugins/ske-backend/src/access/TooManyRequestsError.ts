import { CustomErrorBase } from '@backstage/errors';

/** A person has used up a budget; the answer is 429 with `Retry-After`. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;
  /** In seconds. */
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number) {
    super(`${message} Try again in ${retryAfter} seconds.`);
    this.retryAfter = retryAfter;
  }
}
