import { randomUUID } from 'node:crypto';
import type { AuditorService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { audited } from '../access/audited';

/** Header with a request's id. */
export const REQUEST_ID = 'x-request-id';

/** Gives each request an id, which its answer and its audit events carry. */
export const withRequestId: RequestHandler = (request, response, next) => {
  request.headers[REQUEST_ID] ??= randomUUID();
  response.set(REQUEST_ID, request.header(REQUEST_ID));
  next();
};

/** Does what changes something, and says to the auditor how it went. */
export type AuditedWrite = <T>(
  request: Request,
  event: { eventId: string; meta: JsonObject },
  work: () => Promise<T>,
) => Promise<T>;

/** Audits writes: who (by the auditor itself), what (`meta`), which request. */
export const auditingWrites =
  (auditor: AuditorService): AuditedWrite =>
  (request, { eventId, meta }, work) =>
    audited(
      auditor,
      {
        eventId,
        request,
        meta: { ...meta, requestId: request.header(REQUEST_ID) },
      },
      work,
    );

/** Audits what somebody wanted to read and may not. */
export const auditingDenials =
  (auditor: AuditorService): ErrorRequestHandler =>
  (error, request, _response, next) => {
    if (
      request.method !== 'GET' ||
      !isError(error) ||
      error.name !== 'NotAllowedError'
    ) {
      next(error);
      return;
    }
    auditDenial(auditor, request, error).then(() => next(error), next);
  };

/** A denied read, also one that a stream or a list says in its answer. */
export async function auditDenial(
  auditor: AuditorService,
  request: Request,
  error: Error,
) {
  const event = await auditor.createEvent({
    eventId: 'read-denied',
    severityLevel: 'low',
    request,
    meta: {
      query: JSON.parse(JSON.stringify(request.query)) as JsonObject,
      requestId: request.header(REQUEST_ID),
    },
  });
  await event.fail({ error });
}
