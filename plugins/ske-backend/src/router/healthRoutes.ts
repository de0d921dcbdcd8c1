import type { Config } from '@backstage/config';
import type { Router } from 'express';
import { checkPlatformHealth } from '../health/platformHealth';
import { discoveryFromConfig } from '../catalog/discoveryFromConfig';
import type { RouteContext } from './RouteContext';

/** For platform engineers: what is reached how, and what is lacking. */
export function healthRoutes(
  router: Router,
  context: RouteContext,
  config: Config,
) {
  router.get('/health', async (request, response) => {
    await context.access.requirePlatform(await context.credentials(request));
    response.json(
      await checkPlatformHealth(context.platformProvider, {
        caller: await context.clusterOfPerson(request),
        mode: config.getOptionalString('ske.mode') ?? 'kubernetes',
        discovery: discoveryFromConfig(config).enabled,
      }),
    );
  });
}
