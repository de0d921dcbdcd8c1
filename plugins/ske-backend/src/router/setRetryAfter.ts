import type { ErrorRequestHandler } from 'express';
import { TooManyRequestsError } from '../access/TooManyRequestsError';

/** Sets `Retry-After` on the answer to somebody who has used up a budget. */
export const setRetryAfter: ErrorRequestHandler = (
  error,
  _request,
  response,
  next,
) => {
  if (error instanceof TooManyRequestsError) {
    response.set('retry-after', String(error.retryAfter));
  }
  next(error);
};
