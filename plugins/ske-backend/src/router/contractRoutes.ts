import { resourceQuerySchema } from '@syntasso/plugin-ske-common';
import type { RequestHandler, Router } from 'express';
import type { AuditedWrite } from './audit';
import type { RouteContext } from './RouteContext';
import { validate } from './validate';

/** The two endpoints of the compatibility contract. */
export function contractRoutes(
  router: Router,
  context: RouteContext,
  options: { audited: AuditedWrite; limit: RequestHandler },
) {
  const { audited, limit } = options;
  router.get('/resource', async (request, response) => {
    const ref = validate(resourceQuerySchema, request.query);
    const platform = await context.platform(request);
    const manifest = await platform.get(ref);
    await context.requireAllowed(request, 'read', manifest);
    response.json({ manifest });
  });

  router.post('/delete-resource', limit, async (request, response) => {
    const ref = validate(resourceQuerySchema, request.body);
    await audited(request, { eventId: 'delete', meta: ref }, async () => {
      const platform = await context.platform(request);
      const manifest = await platform.get(ref);
      await context.requireAllowed(request, 'delete', manifest);
      const by = await context.personOf(request);
      const receipt = await platform.delete(ref, { by });
      response.json(
        receipt.kind === 'committed'
          ? { commitHash: receipt.commit }
          : receipt.kind === 'deleted' && receipt.answer,
      );
    });
  });
}
