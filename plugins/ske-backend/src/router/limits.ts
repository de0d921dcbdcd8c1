import type { Config } from '@backstage/config';
import { CustomErrorBase } from '@backstage/errors';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { RouteContext } from './RouteContext';

const MINUTE_MS = 60_000;

/** Somebody asks too often; the answer is 429. */
class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;
}

/** How often one person may, in a minute. */
export interface Limits {
  writes: number;
  logs: number;
}

/** `ske.rateLimit`; the defaults are far above what a person does by hand. */
export const limitsFrom = (config: Config): Limits => ({
  writes: config.getOptionalNumber('ske.rateLimit.writes') ?? 60,
  logs: config.getOptionalNumber('ske.rateLimit.logs') ?? 240,
});

/**
 * Lets each person (or service) do something so often in a minute, counted in
 * this replica. Who asks more often is told when to try again, in words and in
 * `Retry-After`.
 */
export function limited(
  context: RouteContext,
  what: keyof Limits,
  limits: Limits,
): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: limits[what],
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    async keyGenerator(request) {
      const { principal } = await context.credentials(request);
      const { userEntityRef, subject } = principal as {
        userEntityRef?: string;
        subject?: string;
      };
      return userEntityRef ?? subject ?? 'unknown';
    },
    handler(_request, response, next) {
      const seconds = Number(response.getHeader('retry-after')) || 60;
      next(
        new TooManyRequestsError(
          `You have asked for ${limits[what]} ${what} in a minute, which is the most (ske.rateLimit.${what}). Try again in ${seconds} seconds.`,
        ),
      );
    },
  });
}
