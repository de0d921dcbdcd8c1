import type { ErrorRequestHandler } from 'express';
import { TooManyRequestsError } from '../access/TooManyRequestsError';

/** Says in `Retry-After` when somebody may ask again who has asked too often. */
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
