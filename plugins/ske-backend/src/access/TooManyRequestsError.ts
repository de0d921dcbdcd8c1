import { CustomErrorBase } from '@backstage/errors';

/** Somebody asks for more than is theirs; the answer is 429 with `Retry-After`. */
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
