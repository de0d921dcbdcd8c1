import { NotAllowedError } from '@backstage/errors';
import {
  isPromise,
  resourceQuerySchema,
  resourceReadQuerySchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { Request, Router } from 'express';
import { redactPromise, redactResource } from '../redaction/secrets';
import type { ResourceRequests } from '../requests/ResourceRequests';
import type { Audited } from './audit';
import type { RouteContext } from './RouteContext';
import { validate } from '../utils/validate';

/** The two endpoints of the compatibility contract. */
export function contractRoutes(
  router: Router,
  context: RouteContext,
  options: {
    resourceRequests: ResourceRequests;
    audited: Audited;
    /** Whether objects are given with their secrets (`ske.allowRawReads`). */
    allowRawReads: boolean;
  },
) {
  const { resourceRequests, audited, allowRawReads } = options;
  router.get('/resource', async (request, response) => {
    const { raw, ...ref } = validate(resourceReadQuerySchema, request.query);
    const platform = await context.platform(request);
    const manifest = await platform.get(ref);
    await context.requireAllowed(request, 'read', manifest);
    if (raw === 'true') {
      await audited(request, { eventId: 'read-raw', meta: { ...ref } }, () =>
        requireRaw(context, request, manifest, allowRawReads),
      );
      response.json({ manifest });
      return;
    }
    response.json({
      manifest: isPromise(ref)
        ? redactPromise(manifest)
        : redactResource(manifest, await platform.promiseOf(ref)),
    });
  });

  router.post('/delete-resource', async (request, response) => {
    const ref = validate(resourceQuerySchema, request.body);
    const requester = await context.requester(request);
    const { answer } = await resourceRequests.remove(requester, ref);
    response.json(answer ?? {});
  });
}

/** @throws NotAllowedError unless somebody may see the secrets of an object. */
async function requireRaw(
  context: RouteContext,
  request: Request,
  manifest: Manifest,
  allowed: boolean,
) {
  if (!allowed) {
    throw new NotAllowedError(
      'raw: objects are given without their secrets here. Leave raw out, or ask the platform team for ske.allowRawReads in app-config and the permission ske.resource.read-raw.',
    );
  }
  await context.requireAllowed(request, 'readRaw', manifest);
}
