import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  InputError,
  isError,
  NotAllowedError,
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
  type Manifest,
  type ObjectRef,
  type StreamSubject,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import express, { type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Access, ResourceAction, Viewer } from '../access/Access';
import { refused } from '../live/refused';
import { LiveSources } from '../live/LiveSources';
import type { LiveSource } from '../live/LiveSource';
import { refOf, type KubernetesPlatform } from '../platform/KubernetesPlatform';
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
  access: Access;
}): Router {
  const { platform, httpAuth, logger, access } = options;
  const sources = new LiveSources(platform.live);
  const router = PromiseRouter();
  router.use(express.json({ limit: '2mb' }));
  router.use(async (request, _response, next) => {
    await httpAuth.credentials(request, { allow: ['user', 'service'] });
    next();
  });
  const requireAllowed = async (
    request: Request,
    action: ResourceAction,
    manifest: Manifest,
  ) => {
    const credentials = await httpAuth.credentials(request);
    const ref = refOf(manifest);
    if (!isPromise(ref)) {
      const { metadata } = await platform.promiseOf(ref);
      const promise = metadata.name;
      await access.requireResource(credentials, action, manifest, promise);
      return;
    }
    if (action !== 'read') {
      throw new NotAllowedError(
        `Promise ${ref.name}: Promises are looked after on the platform, not here.`,
      );
    }
    await access.requirePromise(credentials, manifest);
  };
  const viewerOf = async (request: Request) =>
    access.viewer(await httpAuth.credentials(request));

  router.get('/resource', async (request, response) => {
    const ref = validate(resourceQuerySchema, request.query);
    const manifest = await platform.get(ref);
    await requireAllowed(request, 'read', manifest);
    response.json({ manifest });
  });

  router.post('/delete-resource', async (request, response) => {
    const ref = validate(resourceQuerySchema, request.body);
    await requireAllowed(request, 'delete', await platform.get(ref));
    const receipt = await platform.delete(ref);
    logger.info(`Deleted ${ref.kind} ${ref.namespace}/${ref.name}`);
    response.json(receipt.kind === 'deleted' ? receipt.answer : {});
  });

  const channel = async (
    subject: StreamSubject,
    viewer: Viewer,
  ): Promise<Channel> => {
    const key = subjectKey(subject);
    if (subject.kind === 'promise') {
      return { key, source: sources.promise(subject.name, viewer) };
    }
    // While the platform is away nobody can say what is offered; the stream
    // then says that it is away, and carries no object until it is back.
    const away = platform.live.promises.state.kind === 'stale';
    try {
      if (!away) await platform.requireOffered(subject.ref);
    } catch (error) {
      if (!isError(error)) throw error;
      if (error.name === 'NotAllowedError') {
        return { key, refusal: refused(error) };
      }
      if (error.name !== 'ServiceUnavailableError') throw error;
    }
    return { key, source: sources.resource(subject.ref, viewer) };
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
        if (event.kind === 'refused') throw new NotAllowedError(event.message);
        throw new NotFoundError(event.message);
    }
  };

  router.get('/v1/promises', async (request, response) => {
    const viewer = await viewerOf(request);
    const { items } = await platform.client.list(resourceTypes.promises);
    response.json({
      items: items
        .filter(promise => viewer.seesPromise(promise))
        .map(({ metadata }) => ({ name: metadata.name })),
    });
  });
  router.get('/v1/promises/:name', async (request, response) => {
    const { name } = validate(objectRefSchema.pick({ name: true }), {
      name: request.params.name,
    });
    response.json(await view(sources.promise(name, await viewerOf(request))));
  });
  router.get('/v1/resource', async (request, response) => {
    const ref = validate(objectRefSchema, request.query);
    if (isPromise(ref))
      throw new InputError('kind: ask for a Promise below /v1/promises');
    await platform.requireOffered(ref);
    response.json(await view(sources.resource(ref, await viewerOf(request))));
  });
  router.get('/v1/stream', async (request, response) => {
    const { subject, once } = validate(streamQuerySchema, request.query);
    const viewer = await viewerOf(request);
    const channels = await Promise.all(
      subject.map(each => channel(each, viewer)),
    );
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
    const wanted = readManifest(manifest);
    await requireAllowed(request, mode, wanted);
    response.json(await platform.dryRun(wanted, mode));
  });

  router.post('/v1/retry', async (request, response) => {
    const ref = validate(objectRefSchema, request.body);
    await requireAllowed(request, 'operate', await platform.get(ref));
    await platform.retry(ref);
    response.json({});
  });

  router.post('/v1/reconnect', async (_request, response) => {
    platform.live.retryNow();
    response.json({});
  });

  router.get('/v1/log', async (request, response) => {
    const query = validate(logQuerySchema, request.query);
    await requireAllowed(request, 'read', await platform.get(query));
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
