import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  at,
  dryRunRequestSchema,
  isPromise,
  logQuerySchema,
  objectRefSchema,
  promiseApiOf,
  resourceQuerySchema,
  streamEventSchema,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import express, { type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { LiveSources } from '../live/LiveSources';
import type { LiveSource } from '../live/LiveSource';
import type { KubernetesPlatform } from '../platform/KubernetesPlatform';
import { readManifest } from '../platform/readManifest';
import { firstPicture, sendStream } from './stream';
import { validate } from './validate';

const FIRST_PICTURE_MS = 10_000;

/**
 * All routes below `/api/ske`. The contract's two endpoints keep their shape;
 * what the pages need is below `/v1`.
 */
export function createRouter(options: {
  platform: KubernetesPlatform;
  httpAuth: HttpAuthService;
  logger: LoggerService;
}): Router {
  const { platform, httpAuth, logger } = options;
  const sources = new LiveSources(platform.live);
  const router = PromiseRouter();
  router.use(express.json({ limit: '2mb' }));
  router.use(async (request, _response, next) => {
    await httpAuth.credentials(request, { allow: ['user', 'service'] });
    next();
  });

  router.get('/resource', async (request, response) => {
    const ref = validate(resourceQuerySchema, request.query);
    response.json({ manifest: await platform.get(ref) });
  });

  router.post('/delete-resource', async (request, response) => {
    const ref = validate(resourceQuerySchema, request.body);
    const receipt = await platform.delete(ref);
    logger.info(`Deleted ${ref.kind} ${ref.namespace}/${ref.name}`);
    response.json(receipt.kind === 'deleted' ? receipt.answer : {});
  });

  const promiseSource = (request: Request) =>
    sources.promise(
      validate(objectRefSchema.pick({ name: true }), {
        name: request.params.name,
      }).name,
    );
  const resourceSource = async (request: Request) => {
    const ref = validate(objectRefSchema, request.query);
    if (isPromise(ref))
      throw new InputError('kind: ask for a Promise below /v1/promises');
    await platform.requireOffered(ref);
    return sources.resource(ref);
  };
  const view = async (source: LiveSource) => {
    const text = await firstPicture(
      source,
      AbortSignal.timeout(FIRST_PICTURE_MS),
    ).catch(() => {
      throw new ServiceUnavailableError(
        `Platform ${platform.name} did not answer in time. Try again.`,
      );
    });
    const event = streamEventSchema.parse(JSON.parse(text));
    switch (event.kind) {
      case 'gone':
        throw new NotFoundError(event.message);
      case 'freshness':
        throw new ServiceUnavailableError(
          event.freshness.state === 'stale'
            ? event.freshness.reason
            : 'Try again.',
        );
      default:
        return event.view;
    }
  };

  router.get('/v1/promises', async (_request, response) => {
    const { items } = await platform.client.list(resourceTypes.promises);
    response.json({ items: items.map(p => ({ name: p.metadata.name })) });
  });
  router.get('/v1/promises/:name', async (request, response) => {
    response.json(await view(promiseSource(request)));
  });
  router.get('/v1/promises/:name/stream', async (request, response) => {
    sendStream(promiseSource(request), request, response);
  });
  router.get('/v1/resource', async (request, response) => {
    response.json(await view(await resourceSource(request)));
  });
  router.get('/v1/resource/stream', async (request, response) => {
    const ref = validate(objectRefSchema, request.query);
    // While the platform is away nobody can say what is offered; the stream
    // then says that it is away, and carries no object until it is back.
    if (platform.live.promises.state.kind !== 'stale') {
      await platform.requireOffered(ref).catch(error => {
        if (error.name !== 'ServiceUnavailableError') throw error;
      });
    }
    sendStream(sources.resource(ref), request, response);
  });

  router.post('/v1/dry-run', async (request, response) => {
    const { manifest, mode } = validate(dryRunRequestSchema, request.body);
    response.json(await platform.dryRun(readManifest(manifest), mode));
  });

  router.post('/v1/retry', async (request, response) => {
    const ref = validate(objectRefSchema, request.body);
    await platform.retry(ref);
    response.json({});
  });

  router.post('/v1/reconnect', async (_request, response) => {
    platform.live.retryNow();
    response.json({});
  });

  router.get('/v1/log', async (request, response) => {
    const query = validate(logQuerySchema, request.query);
    await requireOwnPod(platform, query);
    const text = await platform.client.log(
      { namespace: query.podNamespace, name: query.pod },
      { container: query.container, tailLines: query.tailLines },
    );
    response.json({ text });
  });

  return router;
}

/** Only Pods of the workflow of that Promise or Resource; no other log is served. */
async function requireOwnPod(
  platform: KubernetesPlatform,
  query: ObjectRef & { pod: string; podNamespace: string },
) {
  await platform.requireOffered(query);
  const pod = await platform.client.get(resourceTypes.pods, {
    namespace: query.podNamespace,
    name: query.pod,
  });
  const label = (name: string) =>
    at(pod, 'metadata', 'labels', `kratix.io/${name}`);
  const offer = platform.live.offerOf(query);
  const owned = isPromise(query)
    ? label('promise-name') === query.name &&
      label('workflow-type') === 'promise'
    : label('promise-name') === offer?.promise.metadata.name &&
      label('resource-name') === query.name &&
      promiseApiOf(offer?.promise) !== undefined &&
      [query.namespace, label('resource-namespace')].includes(
        query.podNamespace,
      );
  if (!owned) {
    throw new NotFoundError(
      `${query.kind} ${query.name} has no pipeline Pod ${query.podNamespace}/${query.pod}.`,
    );
  }
}
