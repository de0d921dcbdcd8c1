import { randomUUID } from 'node:crypto';
import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { runAudited } from '../access/runAudited';

/** Header with a request's id. */
export const REQUEST_ID = 'x-request-id';

/** The ids of clients that are logged; any other text is ignored. */
const CLIENT_ID = /^[\w.:/+=-]{1,128}$/;

/** The ids of a request in the audit log: ours, and its client's if it has one. */
export interface RequestIds extends JsonObject {
  requestId: string;
}

const ids = new WeakMap<Request, RequestIds>();

/** Gives each request an id, which its answer and its audit events carry. */
export const assignRequestId: RequestHandler = (request, response, next) => {
  const requestId = randomUUID();
  const clientId = request.header(REQUEST_ID);
  const isNamed = clientId !== undefined && CLIENT_ID.test(clientId);
  ids.set(request, {
    requestId,
    ...(isNamed ? { clientRequestId: clientId } : {}),
  });
  response.set(REQUEST_ID, requestId);
  next();
};

/** The ids that {@link assignRequestId} has given to a request. */
export const idsOf = (request: Request): Partial<RequestIds> =>
  ids.get(request) ?? {};

/** Runs the work of a request, and audits how it ended. */
export type RequestAudit = <T>(
  request: Request,
  event: Pick<AuditorServiceCreateEventOptions, 'eventId' | 'severityLevel'> & {
    meta: JsonObject;
  },
  work: () => Promise<T>,
) => Promise<T>;

/** Audits what a request does: what (`meta`) and the request's ids; the auditor adds who. */
export const createRequestAudit =
  (auditor: AuditorService): RequestAudit =>
  (request, { meta, ...event }, work) =>
    runAudited(
      auditor,
      {
        ...event,
        request,
        meta: { ...meta, ...idsOf(request) },
      },
      work,
    );

/** Express answers HEAD as it answers GET. */
export const isRead = ({ method }: Request) => ['GET', 'HEAD'].includes(method);

/** Longest query that is logged: a stream may name many subjects. */
const LONGEST_QUERY = 1_000;

/** Audits the denied reads of routes. */
export const createDenialAudit =
  (auditor: AuditorService): ErrorRequestHandler =>
  (error, request, _response, next) => {
    if (
      !isRead(request) ||
      !isError(error) ||
      error.name !== 'NotAllowedError'
    ) {
      next(error);
      return;
    }
    auditDenial(auditor, request, error).then(() => next(error), next);
  };

/** Audits a denied read, also one that is only a part of an answer. */
export async function auditDenial(
  auditor: AuditorService,
  request: Request,
  error: Error,
) {
  const event = await auditor.createEvent({
    eventId: 'read-denied',
    // What is low is not in Backstage's log by default.
    severityLevel: 'medium',
    request,
    meta: {
      query: JSON.stringify(request.query).slice(0, LONGEST_QUERY),
      ...idsOf(request),
    },
  });
  await event.fail({ error });
}
