import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  isListSubject,
  objectRefSchema,
  resourcesQuerySchema,
  streamQuerySchema,
  type KeyedSubject,
} from '@syntasso/plugin-ske-common';
import type { Router } from 'express';
import type { Viewer } from '../access/Access';
import { toRefusalEvent } from '../live/refusalEvent';
import type { Platform } from '../platform/Platform';
import { auditDenial } from './audit';
import type { RouteContext } from './RouteContext';
import { readView, withTimeout } from './readView';
import { readCurrentUpdates, sendStream, type Channel } from './stream';
import { validate } from '../utils/validate';

/** What the pages show: once, or as it changes. */
export function viewRoutes(
  router: Router,
  context: RouteContext,
  options: { auditor: AuditorService; logger: LoggerService },
) {
  const { auditor, logger } = options;
  router.get('/v1/promises/:name', async (request, response) => {
    const { name } = validate(objectRefSchema.pick({ name: true }), {
      name: request.params.name,
    });
    const platform = await context.platform(request);
    const viewer = await context.viewer(request);
    const source = await platform.source({ kind: 'promise', name }, viewer);
    response.json(await readView(platform, source));
  });

  router.get('/v1/promises/:name/resources', async (request, response) => {
    const { name } = validate(objectRefSchema.pick({ name: true }), {
      name: request.params.name,
    });
    const query = validate(resourcesQuerySchema, request.query);
    await context.acquire(request, response, 'lists');
    const platform = await context.platform(request);
    const viewer = await context.viewer(request);
    const source = await platform.source(
      { kind: 'resources', promise: name, query },
      viewer,
    );
    response.json(await readView(platform, source));
  });

  router.get('/v1/resources', async (request, response) => {
    const query = validate(resourcesQuerySchema, request.query);
    await context.acquire(request, response, 'lists');
    const platform = await context.platform(request);
    const viewer = await context.viewer(request);
    const source = await platform.source(
      { kind: 'allResources', query },
      viewer,
    );
    response.json(await readView(platform, source));
  });

  router.get('/v1/resource', async (request, response) => {
    const ref = validate(objectRefSchema, request.query);
    const platform = await context.platform(request);
    if (platform.isDefinition(ref)) {
      throw new InputError(`kind: ask for a ${ref.kind} below /v1/promises`);
    }
    const viewer = await context.viewer(request);
    const source = await platform.source({ kind: 'resource', ref }, viewer);
    response.json(await readView(platform, source));
  });

  router.get('/v1/platform-overview', async (request, response) => {
    await context.access.requirePlatform(await context.credentials(request));
    await context.acquire(request, response, 'lists');
    const platform = await context.platform(request);
    const viewer = await context.viewer(request);
    const source = platform.cluster?.overview(viewer);
    if (!source) throw new NotFoundError(NO_CLUSTER);
    response.json(await readView(platform, source));
  });

  router.get('/v1/stream', async (request, response) => {
    const { subject, once } = validate(streamQuerySchema, request.query);
    const platform = await context.platform(request);
    const viewer = await context.viewer(request);
    await context.acquire(request, response, 'streams');
    await context.acquire(request, response, 'subjects', subject.length);
    // It counts as a list: it has all Resources, too.
    const lists = subject.filter(
      ({ subject: one }) => isListSubject(one) || one.kind === 'platform',
    );
    if (lists.length > 0) {
      await context.acquire(request, response, 'lists', lists.length);
    }
    const requirePlatform = async () => {
      if (subject.some(({ subject: one }) => one.kind === 'platform')) {
        const credentials = await context.credentials(request);
        await context.access.requirePlatform(credentials);
      }
    };
    const platformRefusal = await requirePlatform().then(
      () => undefined,
      ifRefusal,
    );
    const channels = await Promise.all(
      subject.map(keyedSubject =>
        openChannel(platform, keyedSubject, viewer, platformRefusal),
      ),
    );
    let isAudited = false;
    const onRefusal = (message: string) => {
      // One event for each answer, whatever it refuses.
      if (isAudited) return;
      isAudited = true;
      // A failure of the audit log does not change what is shown.
      void auditDenial(auditor, request, new NotAllowedError(message)).catch(
        error => logger.error('A denied read was not audited', error),
      );
    };
    if (once === 'true') {
      const present = await withTimeout(platform, signal =>
        readCurrentUpdates(channels, signal, onRefusal),
      );
      response.type('json').send(present);
      return;
    }
    sendStream(channels, request, response, {
      expiresAt: await context.expiresAt(request),
      closing: context.closing,
      hasSameRights: async () => {
        if (!platformRefusal) await requirePlatform();
        return (await context.viewer(request)).key === viewer.key;
      },
      onRefusal,
    });
  });
}

/** Why there is no overview of a platform that is only a repository. */
const NO_CLUSTER =
  'Only a repository is read here: there is no cluster to look at. Its requests are below My requests, and on the pages of Promises.';

/** A refusal as it is; anything else is an error. */
function ifRefusal(error: unknown): Error {
  if (isError(error) && error.name === 'NotAllowedError') return error;
  throw error;
}

/** A subject's channel: its source, or the refusal of a kind that is not served. */
async function openChannel(
  platform: Platform,
  { key, subject }: KeyedSubject,
  viewer: Viewer,
  platformRefusal: Error | undefined,
): Promise<Channel> {
  if (subject.kind === 'platform') {
    if (platformRefusal)
      return { key, refusal: toRefusalEvent(platformRefusal) };
    const source = platform.cluster?.overview(viewer);
    return source
      ? { key, source }
      : { key, refusal: { kind: 'gone', message: NO_CLUSTER } };
  }
  try {
    return { key, source: await platform.source(subject, viewer) };
  } catch (error) {
    return { key, refusal: toRefusalEvent(ifRefusal(error)) };
  }
}
