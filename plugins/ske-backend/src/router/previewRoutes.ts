import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  previewRequestSchema,
  type PreviewState,
} from '@syntasso/plugin-ske-common';
import type { Router } from 'express';
import type { ResourceRequests } from '../requests/ResourceRequests';
import { validate } from '../utils/validate';
import type { RouteContext } from './RouteContext';

/** What a request would write: one JSON document a line, until it is known. */
export function previewRoutes(
  router: Router,
  context: RouteContext,
  resourceRequests: ResourceRequests,
  logger: LoggerService,
) {
  router.post('/v1/preview', async (request, response) => {
    const { manifest, mode } = validate(previewRequestSchema, request.body);
    const requester = await context.requester(request);
    const wanted = await resourceRequests.readInTurn(
      requester.credentials,
      manifest,
    );
    await context.acquire(request, response, 'previews');
    const callerLeft = new AbortController();
    response.once('close', () => callerLeft.abort());
    if (response.closed) callerLeft.abort();
    const send = (state: PreviewState) =>
      response.write(`${JSON.stringify(state)}\n`);
    try {
      const outcome = await resourceRequests.preview(requester, wanted, {
        mode,
        signal: AbortSignal.any([callerLeft.signal, context.closing]),
        onAuthorized: () => {
          response.status(200).set({
            'content-type': 'application/x-ndjson; charset=utf-8',
            // no-transform keeps the compression of the root router from buffering.
            'cache-control': 'no-cache, no-transform',
            'x-accel-buffering': 'no',
          });
          send({ kind: 'running', pipelines: [] });
        },
        onPipelines: pipelines => send({ kind: 'running', pipelines }),
        onCleanUpFailed: error =>
          logger.warn(
            'A preview could not be deleted; it is tried again with what is left over',
            error,
          ),
      });
      send(outcome);
    } catch (error) {
      if (!response.headersSent) throw error;
      if (!callerLeft.signal.aborted) {
        const message = context.closing.aborted
          ? 'Backstage is being restarted. Show it again in a minute.'
          : (error as Error).message;
        send({ kind: 'failed', reason: 'error', message });
      }
    }
    response.end();
  });
}
