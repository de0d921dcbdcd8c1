import type { Router } from 'express';
import { checkPlatformHealth } from '../health/platformHealth';
import { discoveryOf } from '../catalog/discoveryOf';
import type { SkeConfig } from '../config/skeConfig';
import type { RouteContext } from './RouteContext';

/** For platform engineers: what is reached how, and what is lacking. */
export function healthRoutes(
  router: Router,
  context: RouteContext,
  skeConfig: SkeConfig,
) {
  router.get('/health', async (request, response) => {
    await context.access.requirePlatform(await context.credentials(request));
    response.json(
      await checkPlatformHealth(context.platformProvider, {
        caller: await context.clusterOfPerson(request),
        mode: skeConfig.mode ?? 'kubernetes',
        discovery: discoveryOf(skeConfig).enabled,
      }),
    );
  });
}
