import {
  operableRequestSchema,
  operationsOf,
  type ObjectRef,
  type OfferedResource,
  type OperableResource,
  type OperationName,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Request, Router } from 'express';
import pLimit from 'p-limit';
import { findPresent } from '../platform/findPresent';
import type { Cluster } from '../platform/Platform';
import { ifNotAllowed } from '../utils/ifNotAllowed';
import { validate } from '../utils/validate';
import type { RouteContext } from './RouteContext';

/** Resources that are looked at on the platform at the same time. */
const AT_ONCE = 10;
/** Each may have to be read: ten more count as one more question. */
const SIZE_OF_ONE = 2_000;

/** What the caller may do to the Resources of a list, asked once for all of them. */
export function operableRoutes(router: Router, context: RouteContext) {
  router.post('/v1/operable', async (request, response) => {
    const { refs } = validate(operableRequestSchema, request.body);
    await context.spend(request, 'access', refs.length * SIZE_OF_ONE);
    const { cluster } = await context.platform(request);
    const isOperable = await operableBy(context, request);
    const operationsFor = async (ref: ObjectRef): Promise<OperationName[]> => {
      // Workflows run on the cluster, wherever requests are written.
      if (!cluster) return [];
      const found = await findOffered(cluster, ref);
      return found && isOperable(found) && (await mayPatch(cluster, ref))
        ? operationsOf(found.offering.engine)
        : [];
    };
    const atOnce = pLimit(AT_ONCE);
    const items = await Promise.all(
      refs.map(ref =>
        atOnce(
          async (): Promise<OperableResource> => ({
            ref,
            operations: await operationsFor(ref),
          }),
        ),
      ),
    );
    response.json({ items });
  });
}

/** A Resource and what offers it; undefined where it is not there, or may not be read. */
async function findOffered(
  cluster: Cluster,
  ref: ObjectRef,
): Promise<OfferedResource | undefined> {
  const offering = await cluster.offeringOf(ref).catch(ifNotAllowed);
  if (!offering) return undefined;
  const { namespace = 'default' } = ref;
  const resource = await findPresent(cluster, { ...ref, namespace }).catch(
    ifNotAllowed,
  );
  return resource && { offering, resource };
}

/** Tells whether the caller may see and operate a Resource, by Backstage's permissions. */
async function operableBy(
  context: RouteContext,
  request: Request,
): Promise<(offered: OfferedResource) => boolean> {
  const viewer = await context.viewer(request);
  const refusalOf = await context.access.resourceRefusals(
    await context.credentials(request),
    'operate',
  );
  return offered => !viewer.resourceRefusal(offered) && !refusalOf(offered);
}

/** Whether the credential may do so on the cluster: asked once for each namespace. */
async function mayPatch(cluster: Cluster, ref: ObjectRef): Promise<boolean> {
  const { apiVersion, kind, namespace = 'default' } = ref;
  const answer = await cluster
    .reviewAccess({ apiVersion, kind, namespace }, ['patch'])
    .catch(ifNotFound)
    .catch(ifNotAllowed);
  return answer !== undefined && answer.lacking === undefined;
}
