import { NotAllowedError } from '@backstage/errors';
import {
  resourceQuerySchema,
  resourceReadQuerySchema,
} from '@syntasso/plugin-ske-common';
import type { Request, Router } from 'express';
import { redactDefinition, redactResource } from '../redaction/secrets';
import type { ResourceRequests } from '../requests/ResourceRequests';
import type { RequestAudit } from './audit';
import type { ReferencedObject, RouteContext } from './RouteContext';
import { validate } from '../utils/validate';

/** The two endpoints of the compatibility contract. */
export function contractRoutes(
  router: Router,
  context: RouteContext,
  options: {
    resourceRequests: ResourceRequests;
    audited: RequestAudit;
    /** Whether objects are given with their secrets (`ske.allowRawReads`). */
    allowRawReads: boolean;
  },
) {
  const { resourceRequests, audited, allowRawReads } = options;
  router.get('/resource', async (request, response) => {
    const { raw, ...ref } = validate(resourceReadQuerySchema, request.query);
    const platform = await context.platform(request);
    const referencedObject = await context.findObject(platform, ref);
    await context.requireAllowed(request, 'read', referencedObject);
    if (raw === 'true') {
      await audited(request, { eventId: 'read-raw', meta: { ...ref } }, () =>
        requireRaw(context, request, referencedObject, allowRawReads),
      );
      // An offering is always redacted: its workflows are for the platform team only.
      if (referencedObject.kind === 'resource') {
        response.json({ manifest: referencedObject.resource });
        return;
      }
    }
    response.json({
      manifest:
        referencedObject.kind === 'resource'
          ? redactResource(referencedObject.resource, referencedObject.offering)
          : redactDefinition(referencedObject.offering),
    });
  });

  router.post('/delete-resource', async (request, response) => {
    const ref = validate(resourceQuerySchema, request.body);
    const requester = await context.requester(request);
    const { answer } = await resourceRequests.remove(requester, ref);
    response.json(answer ?? {});
  });
}

/** @throws NotAllowedError unless the caller may see the secrets of an object. */
async function requireRaw(
  context: RouteContext,
  request: Request,
  referencedObject: ReferencedObject,
  isAllowed: boolean,
) {
  if (!isAllowed) {
    throw new NotAllowedError(
      'raw: objects are given without their secrets here. Leave raw out, or ask the platform team for ske.allowRawReads in app-config and the permission ske.resource.read-raw.',
    );
  }
  await context.requireAllowed(request, 'readRaw', referencedObject);
}
