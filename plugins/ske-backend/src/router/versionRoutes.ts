import { objectRefSchema } from '@syntasso/plugin-ske-common';
import type { Router } from 'express';
import { validate } from '../utils/validate';
import type { RouteContext } from './RouteContext';

/** Which versions of an offering are installed, for people who may see it. */
export function versionRoutes(router: Router, context: RouteContext) {
  router.get('/v1/promises/:name/versions', async (request, response) => {
    // Each version has a whole schema.
    await context.spend(request, 'options');
    const { name } = validate(objectRefSchema.pick({ name: true }), {
      name: request.params.name,
    });
    const platform = await context.platform(request);
    const offering = await platform.getOffering(name);
    await context.requireAllowed(request, 'read', {
      kind: 'offering',
      offering,
    });
    const { cluster } = platform;
    const engine = cluster?.live.engineOf(offering);
    const versions = cluster
      ? await engine?.listVersions?.(cluster.client, offering)
      : undefined;
    response.json({ versions: versions ?? [] });
  });
}
