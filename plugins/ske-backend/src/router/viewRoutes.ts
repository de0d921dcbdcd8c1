import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError, isError, NotAllowedError } from '@backstage/errors';
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

  router.get('/v1/stream', async (request, response) => {
    const { subject, once } = validate(streamQuerySchema, request.query);
    const platform = await context.platform(request);
    const viewer = await context.viewer(request);
    await context.acquire(request, response, 'streams');
    await context.acquire(request, response, 'subjects', subject.length);
    const lists = subject.filter(keyedSubject =>
      isListSubject(keyedSubject.subject),
    );
    if (lists.length > 0) {
      await context.acquire(request, response, 'lists', lists.length);
    }
    const channels = await Promise.all(
      subject.map(keyedSubject => openChannel(platform, keyedSubject, viewer)),
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
      hasSameRights: async () =>
        (await context.viewer(request)).key === viewer.key,
      onRefusal,
    });
  });
}

/** A subject's channel: its source, or the refusal of a kind that is not served. */
async function openChannel(
  platform: Platform,
  { key, subject }: KeyedSubject,
  viewer: Viewer,
): Promise<Channel> {
  try {
    return { key, source: await platform.source(subject, viewer) };
  } catch (error) {
    if (!isError(error) || error.name !== 'NotAllowedError') throw error;
    return { key, refusal: toRefusalEvent(error) };
  }
}
