import {
  dryRunRequestSchema,
  objectRefSchema,
  refOf,
  upgradeRequestSchema,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Request, RequestHandler, Router } from 'express';
import type { Platform } from '../platform/Platform';
import { secretsOf } from '../requests/describe';
import { maskRefusal } from '../requests/masking';
import { readManifest } from '../platform/readManifest';
import type { AuditedWrite } from './audit';
import type { RouteContext } from './RouteContext';
import { validate } from '../validate';

/** What the pages do to a Resource besides requesting, changing and deleting. */
export function operationRoutes(
  router: Router,
  context: RouteContext,
  options: { audited: AuditedWrite; limit: RequestHandler },
) {
  const { audited, limit } = options;
  const operate = (
    request: Request,
    ref: ObjectRef,
    eventId: string,
    work: (platform: Platform) => Promise<unknown>,
  ) =>
    audited(request, { eventId, meta: { ...ref } }, async () => {
      const platform = await context.platform(request);
      const manifest = await platform.get(ref);
      await context.requireAllowed(request, 'operate', manifest);
      await work(platform);
    });

  router.post('/v1/retry', limit, async (request, response) => {
    const ref = validate(objectRefSchema, request.body);
    await operate(request, ref, 'retry', platform => platform.retry(ref));
    response.json({});
  });

  for (const [path, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    router.post(`/v1/${path}`, limit, async (request, response) => {
      const ref = validate(objectRefSchema, request.body);
      await operate(request, ref, path, platform =>
        platform.setPaused(ref, paused),
      );
      response.json({});
    });
  }

  router.post('/v1/upgrade', limit, async (request, response) => {
    const { version, ...ref } = validate(upgradeRequestSchema, request.body);
    await operate(request, ref, 'upgrade', platform =>
      platform.upgrade(ref, version),
    );
    response.json({});
  });

  router.post('/v1/dry-run', async (request, response) => {
    const { manifest, mode } = validate(dryRunRequestSchema, request.body);
    const wanted = readManifest(manifest);
    const platform = await context.platform(request);
    const present =
      mode === 'update'
        ? await platform.get(refOf(wanted)).catch(ifNotFound)
        : undefined;
    // What is there decides, not what somebody says of it.
    await context.requireAllowed(request, mode, present ?? wanted);
    if (present) await context.requireAllowed(request, 'read', present);
    const promise = await platform.promiseOf(refOf(wanted));
    const result = await platform.dryRun(wanted, mode);
    response.json(maskRefusal(result, secretsOf({}, wanted, promise)));
  });

  router.post('/v1/reconnect', async (request, response) => {
    const { cluster } = await context.platform(request);
    cluster?.live.retryNow();
    await context.platforms.repository?.watch.lookNow();
    response.json({});
  });
}
