import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { FetchLimitError } from '../utils/fetchWithLimits';
import {
  NoAnswerError,
  quote,
  RateLimitError,
  readRetryAfter,
  ServerError,
  type Attempt,
} from '../utils/httpErrors';

/** What a host answered that was no success. */
export interface ScmAnswer {
  /** HTTP status; undefined when nobody answered. */
  status: number | undefined;
  message: string;
  headers?: Record<string, unknown>;
}

const LONG_ENOUGH_MS = 60_000;

/** The Backstage error for an answer, saying what, where and what to do. */
export function scmError(attempt: Attempt, answer: ScmAnswer): Error {
  const could = `Could not ${attempt.doing} at ${attempt.where}`;
  const text = quote(answer.message) || 'without words';
  const until = limitedUntil(answer);
  if (until) {
    return new RateLimitError(
      `${could}: the host asks to slow down, until ${until.toISOString()}. It is tried again then.`,
      until,
    );
  }
  switch (answer.status) {
    case undefined:
      return new NoAnswerError(
        `${could}: it does not answer (${text}). Check that it runs and that Backstage can reach it.`,
      );
    case 401:
      return new NotAllowedError(
        `${could}: it did not accept the credential. Renew the one under integrations in app-config.`,
      );
    case 403:
      return new NotAllowedError(
        `${could}: the credential under integrations in app-config has no right to (${text}). Give it write access to code and pull requests.`,
      );
    case 404:
      return new NotFoundError(
        `${could}: there is no such repository, or the credential under integrations in app-config may not see it.`,
      );
    case 409:
      return new ConflictError(`${could}: ${text}`);
    case 400:
    case 422:
      return new InputError(`${could}: ${text}`);
    default:
      return new ServerError(
        `${could}: it answered ${answer.status} (${text}). Try again; if it stays, ask whoever looks after it.`,
        answer.status,
        readRetryAfter(answer.headers?.['retry-after']),
      );
  }
}

/** The Backstage error for an answer that was not waited for, read or followed. */
export function scmLimitError(
  attempt: Attempt,
  { limit, message }: FetchLimitError,
): Error {
  const could = `Could not ${attempt.doing} at ${attempt.where}`;
  switch (limit) {
    case 'time':
      return scmError(attempt, { status: undefined, message });
    case 'size':
      return new ServiceUnavailableError(
        `${could}: its answer is ${message}, so it was not read to its end. Check that the address under integrations in app-config is that of the host's API.`,
      );
    // It redirects.
    default:
      return new ServiceUnavailableError(
        `${could}: ${message}, which is not followed. Renew the credential, if that is a page to sign in; otherwise correct the address under integrations in app-config.`,
      );
  }
}

/** Until when a host asks to be left alone; undefined when it does not. */
function limitedUntil({ status, message, headers = {} }: ScmAnswer) {
  const header = (name: string) => {
    const value = headers[name];
    return value === undefined ? undefined : String(value);
  };
  // GitHub tells some of its limits by words alone (REST API, secondary rate limits).
  const exhausted =
    status === 429 ||
    (status === 403 &&
      (header('x-ratelimit-remaining') === '0' || /rate limit/i.test(message)));
  if (!exhausted) return undefined;
  const retryAt = readRetryAfter(headers['retry-after']);
  if (retryAt) return retryAt;
  const reset = Number(
    header('x-ratelimit-reset') ?? header('ratelimit-reset'),
  );
  if (Number.isFinite(reset) && reset * 1000 > Date.now()) {
    return new Date(reset * 1000);
  }
  return new Date(Date.now() + LONG_ENOUGH_MS);
}
