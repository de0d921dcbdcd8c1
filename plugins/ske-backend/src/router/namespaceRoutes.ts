import { isError } from '@backstage/errors';
import {
  namespaceQuerySchema,
  type NamespaceAnswer,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { Router } from 'express';
import type { Cluster } from '../platform/Platform';
import { validate } from '../utils/validate';
import type { RouteContext } from './RouteContext';

/**
 * Whether a namespace exists: only for people who may request a Resource in it, whom a dry run
 * would tell the same.
 */
export function namespaceRoutes(router: Router, context: RouteContext) {
  router.get('/v1/namespace', async (request, response) => {
    await context.spend(request, 'options');
    const { promise, namespace } = validate(
      namespaceQuerySchema,
      request.query,
    );
    const platform = await context.platform(request);
    const offering = await platform.getOffering(promise);
    const credentials = await context.credentials(request);
    await context.access.requireRequest(credentials, offering, namespace);
    const { cluster } = platform;
    const answer: NamespaceAnswer = {
      existence: cluster ? await existenceOf(cluster, namespace) : 'unknown',
    };
    response.json(answer);
  });
}

async function existenceOf(
  { client }: Cluster,
  name: string,
): Promise<NamespaceAnswer['existence']> {
  try {
    await client.get(resourceTypes.namespaces, { name });
    return 'found';
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return 'missing';
    // Nothing is claimed of what may not be looked at.
    if (isError(error) && error.name === 'NotAllowedError') return 'unknown';
    throw error;
  }
}
