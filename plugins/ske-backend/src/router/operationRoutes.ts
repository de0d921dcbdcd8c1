import type { JsonObject } from '@backstage/types';
import {
  dryRunRequestSchema,
  objectRefSchema,
  upgradeRequestSchema,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import type { Request, Router } from 'express';
import type { Platform } from '../platform/Platform';
import type { ResourceRequests } from '../requests/ResourceRequests';
import type { RequestAudit } from './audit';
import type { RouteContext } from './RouteContext';
import { validate } from '../utils/validate';

/** What the pages do to a Resource besides requesting, changing and deleting. */
export function operationRoutes(
  router: Router,
  context: RouteContext,
  options: {
    audited: RequestAudit;
    resourceRequests: ResourceRequests;
  },
) {
  const { audited, resourceRequests } = options;
  const operate = async (
    request: Request,
    ref: ObjectRef,
    eventId: string,
    work: (platform: Platform) => Promise<unknown>,
    extraMeta: JsonObject = {},
  ) => {
    await context.spend(request, 'writes');
    const meta = { ...ref, ...extraMeta };
    await audited(request, { eventId, meta }, async () => {
      const platform = await context.platform(request);
      const referencedObject = await context.findObject(platform, ref);
      await context.requireAllowed(request, 'operate', referencedObject);
      await work(platform);
    });
  };

  const operations: Record<
    string,
    (platform: Platform, ref: ObjectRef) => Promise<unknown>
  > = {
    retry: (platform, ref) => platform.retry(ref),
    pause: (platform, ref) => platform.setPaused(ref, true),
    resume: (platform, ref) => platform.setPaused(ref, false),
    release: (platform, ref) => platform.release(ref),
  };
  for (const [name, work] of Object.entries(operations)) {
    router.post(`/v1/${name}`, async (request, response) => {
      const ref = validate(objectRefSchema, request.body);
      await operate(request, ref, name, platform => work(platform, ref));
      response.json({});
    });
  }

  router.post('/v1/upgrade', async (request, response) => {
    const { version, ...ref } = validate(upgradeRequestSchema, request.body);
    await operate(
      request,
      ref,
      'upgrade',
      platform => platform.upgrade(ref, version),
      { version },
    );
    response.json({});
  });

  router.post('/v1/dry-run', async (request, response) => {
    const { manifest, mode } = validate(dryRunRequestSchema, request.body);
    const requester = await context.requester(request);
    const wanted = await resourceRequests.readInTurn(
      requester.credentials,
      manifest,
    );
    response.json(await resourceRequests.dryRun(requester, wanted, mode));
  });

  router.post('/v1/reconnect', async (request, response) => {
    await context.spend(request, 'reconnects');
    const { cluster } = await context.platform(request);
    cluster?.live.retryNow();
    await context.platformProvider.repository?.watch.pollNow();
    response.json({});
  });
}
