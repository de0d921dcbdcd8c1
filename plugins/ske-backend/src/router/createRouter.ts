import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  InputError,
  isError,
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
  streamQuerySchema,
  subjectKey,
  type ObjectRef,
  type StreamSubject,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import express, { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { LiveSources } from '../live/LiveSources';
import type { LiveSource } from '../live/LiveSource';
import type { KubernetesPlatform } from '../platform/KubernetesPlatform';
import { readManifest } from '../platform/readManifest';
import { picture, presentOf, sendStream, type Channel } from './stream';
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

  const channel = async (subject: StreamSubject): Promise<Channel> => {
    const key = subjectKey(subject);
    if (subject.kind === 'promise') {
      return { key, source: sources.promise(subject.name) };
    }
    // While the platform is away nobody can say what is offered; the stream
    // then says that it is away, and carries no object until it is back.
    const away = platform.live.promises.state.kind === 'stale';
    try {
      if (!away) await platform.requireOffered(subject.ref);
    } catch (error) {
      if (!isError(error)) throw error;
      if (error.name === 'NotAllowedError') {
        const { name, message } = error;
        return {
          key,
          refusal: { kind: 'refused', name, message, statusCode: 403 },
        };
      }
      if (error.name !== 'ServiceUnavailableError') throw error;
    }
    return { key, source: sources.resource(subject.ref) };
  };
  const inTime = async <T>(answer: (signal: AbortSignal) => Promise<T>) => {
    const signal = AbortSignal.timeout(FIRST_PICTURE_MS);
    return answer(signal).catch(error => {
      if (!signal.aborted) throw error;
      throw new ServiceUnavailableError(
        `Platform ${platform.name} did not answer in time. Try again.`,
      );
    });
  };
  const view = async (source: LiveSource) => {
    const told = await inTime(signal => picture(source, signal));
    const event = streamEventSchema.parse(JSON.parse(told[0].data));
    switch (event.kind) {
      case 'promise':
      case 'resource':
        return event.view;
      case 'freshness':
        throw new ServiceUnavailableError(
          event.freshness.state === 'stale'
            ? event.freshness.reason
            : 'Try again.',
        );
      default:
        throw new NotFoundError(event.message);
    }
  };

  router.get('/v1/promises', async (_request, response) => {
    const { items } = await platform.client.list(resourceTypes.promises);
    response.json({ items: items.map(p => ({ name: p.metadata.name })) });
  });
  router.get('/v1/promises/:name', async (request, response) => {
    const { name } = validate(objectRefSchema.pick({ name: true }), {
      name: request.params.name,
    });
    response.json(await view(sources.promise(name)));
  });
  router.get('/v1/resource', async (request, response) => {
    const ref = validate(objectRefSchema, request.query);
    if (isPromise(ref))
      throw new InputError('kind: ask for a Promise below /v1/promises');
    await platform.requireOffered(ref);
    response.json(await view(sources.resource(ref)));
  });
  router.get('/v1/stream', async (request, response) => {
    const { subject, once } = validate(streamQuerySchema, request.query);
    const channels = await Promise.all(subject.map(channel));
    if (once === 'true') {
      const present = await inTime(signal => presentOf(channels, signal));
      response.type('json').send(present);
      return;
    }
    const credentials = await httpAuth.credentials(request);
    sendStream(channels, request, response, credentials.expiresAt);
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
