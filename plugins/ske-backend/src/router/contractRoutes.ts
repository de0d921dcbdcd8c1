import { resourceQuerySchema } from '@syntasso/plugin-ske-common';
import type { RequestHandler, Router } from 'express';
import type { ResourceRequests } from '../requests/ResourceRequests';
import type { RouteContext } from './RouteContext';
import { validate } from '../validate';

/** The two endpoints of the compatibility contract. */
export function contractRoutes(
  router: Router,
  context: RouteContext,
  options: { resourceRequests: ResourceRequests; limit: RequestHandler },
) {
  const { resourceRequests, limit } = options;
  router.get('/resource', async (request, response) => {
    const ref = validate(resourceQuerySchema, request.query);
    const platform = await context.platform(request);
    const manifest = await platform.get(ref);
    await context.requireAllowed(request, 'read', manifest);
    response.json({ manifest });
  });

  router.post('/delete-resource', limit, async (request, response) => {
    const ref = validate(resourceQuerySchema, request.body);
    const asker = await context.asker(request);
    const { answer } = await resourceRequests.remove(asker, ref);
    response.json(answer ?? {});
  });
}
