import express, { type ErrorRequestHandler, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { accessRoutes } from './accessRoutes';
import {
  createDenialAudit,
  createRequestAudit,
  isRead,
  assignRequestId,
} from './audit';
import { contractRoutes } from './contractRoutes';
import { healthRoutes } from './healthRoutes';
import { logRoutes } from './logRoutes';
import { operableRoutes } from './operableRoutes';
import { operationRoutes } from './operationRoutes';
import { namespaceRoutes } from './namespaceRoutes';
import { offeringRoutes } from './offeringRoutes';
import { optionRoutes } from './optionRoutes';
import { TooManyRequestsError } from '../access/TooManyRequestsError';
import { RouteContext, type RouterOptions } from './RouteContext';
import type { SkeConfig } from '../config/skeConfig';
import type { RequestDispatcher } from '../requests/dispatch/RequestDispatcher';
import type { ResourceRequests } from '../requests/ResourceRequests';
import type { PullRequestPoller } from '../requests/reconcile/PullRequestPoller';
import { previewRoutes } from './previewRoutes';
import { requestRoutes } from './requestRoutes';
import { versionRoutes } from './versionRoutes';
import { viewRoutes } from './viewRoutes';

/** Bytes of a dry run: the largest manifest that the API server takes, as a JSON text. */
const LARGEST_DRY_RUN = 2 * 1024 * 1024;
/** Bytes of all other bodies, which only name an object. */
const LARGEST_BODY = 64 * 1024;

/**
 * All routes below `/api/ske`. The contract's two endpoints keep their shape;
 * what the pages need is below `/v1`.
 */
export function createRouter(
  options: RouterOptions & {
    skeConfig: SkeConfig;
    resourceRequests: ResourceRequests;
    dispatcher: RequestDispatcher;
    poller: PullRequestPoller;
  },
): Router {
  const context = new RouteContext(options);
  const audited = createRequestAudit(options.auditor);
  const router = PromiseRouter();
  router.use(assignRequestId);
  // Counted before it is read: what is long costs most of its time there.
  router.post(
    '/v1/dry-run',
    async (request, _response, next) => {
      const length = Number(
        request.header('content-length') ?? LARGEST_DRY_RUN,
      );
      await context.spend(request, 'dryRuns', length);
      next();
    },
    express.json({ limit: LARGEST_DRY_RUN, inflate: false }),
  );
  router.post(
    '/v1/preview',
    async (request, _response, next) => {
      await context.spend(request, 'previews');
      next();
    },
    express.json({ limit: LARGEST_DRY_RUN, inflate: false }),
  );
  // As long as it says: what is sent compressed would be counted as less than it is.
  router.use(express.json({ limit: LARGEST_BODY, inflate: false }));
  router.use(async (request, _response, next) => {
    await context.credentials(request);
    if (isRead(request)) await context.spend(request, 'reads');
    next();
  });
  contractRoutes(router, context, {
    ...options,
    audited,
    allowRawReads: options.skeConfig.allowRawReads ?? false,
  });
  offeringRoutes(router, context);
  viewRoutes(router, context, options);
  versionRoutes(router, context);
  accessRoutes(router, context);
  operableRoutes(router, context);
  optionRoutes(router, context);
  namespaceRoutes(router, context);
  operationRoutes(router, context, { ...options, audited });
  previewRoutes(router, context, options.resourceRequests, options.logger);
  logRoutes(router, context, audited);
  requestRoutes(router, context, options);
  healthRoutes(router, context, options.skeConfig);
  router.use(setRetryAfter, createDenialAudit(options.auditor));
  return router;
}

/** Sets `Retry-After` on the answer to somebody who has used up a budget. */
const setRetryAfter: ErrorRequestHandler = (
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
