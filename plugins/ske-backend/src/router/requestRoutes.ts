import { NotAllowedError } from '@backstage/errors';
import {
  componentAnnotations,
  requestsQuerySchema,
  type Manifest,
  type ObjectRef,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Router } from 'express';
import type { Platform } from '../platform/Platform';
import type { RequestDispatcher } from '../requests/dispatch/RequestDispatcher';
import type { PullRequestPoller } from '../requests/reconcile/PullRequestPoller';
import type { StoredRequest } from '../requests/store/requestRow';
import type { RouteContext } from './RouteContext';
import { validate } from '../utils/validate';

/** How long a pull request's state is reused before its host is asked again. */
const FRESH_MS = 20_000;

/** The requests of a Resource, newest first: how they stand, or how they ended. */
export function requestRoutes(
  router: Router,
  context: RouteContext,
  options: { dispatcher: RequestDispatcher; poller: PullRequestPoller },
) {
  const { dispatcher, poller } = options;
  router.get('/v1/requests', async (request, response) => {
    const query = validate(requestsQuerySchema, request.query);
    const platform = await context.platform(request);
    const offering = await platform.offeringOf(query);
    // RBAC is asked about the object, which is only found by a version that is served.
    const { api } = offering;
    const ref = api?.served
      ? { ...query, apiVersion: `${api.group}/${api.served.version}` }
      : query;
    const store = await dispatcher.store();
    let storedRequests = await store.listByResource(ref);
    const present = await platform.get(ref).catch(ifNotFound);
    if (!present) await requireGet(context, platform, ref);
    const viewer = await context.viewer(request);
    const refusalOf = (resource: Manifest) =>
      viewer.resourceRefusal({ offering, resource });
    const refusal = refusalOf(present ?? ownsThrough(ref, storedRequests[0]));
    const visible = storedRequests.filter(
      (stored, index) =>
        !refusalOf(
          // An earlier object of the same name may have had another owner.
          present && isOfPresent(storedRequests, index)
            ? present
            : ownsThrough(ref, stored),
        ),
    );
    if (refusal && visible.length === 0) throw refusal;
    storedRequests = visible;
    const [newest] = storedRequests;
    if (newest && isWorthAsking(newest)) {
      await poller.pollOne(newest);
      const ids = storedRequests.map(({ record }) => record.id);
      storedRequests = (await store.listByResource(ref)).filter(({ record }) =>
        ids.includes(record.id),
      );
    }
    const items: RequestRecord[] = storedRequests.map(({ record }) => record);
    response.json({ items });
  });
}

/**
 * Requires the right to read an object on the platform, before anything is said of one
 * that is not there (any more).
 *
 * @throws NotAllowedError for a person whose own account may not.
 */
async function requireGet(
  context: RouteContext,
  { cluster }: Platform,
  ref: ObjectRef,
) {
  if (!cluster || context.platformProvider.auth.kind !== 'person') return;
  const { type, lacking } = await cluster.reviewAccess(ref, ['get']);
  if (lacking === undefined) return;
  throw new NotAllowedError(
    `Your account on platform ${cluster.name} may not ${lacking} ${type.plural}.${type.group} in namespace ${ref.namespace}. Ask the platform team for a role with that right.`,
  );
}

/** Whether somebody may have merged or closed it since. */
const isWorthAsking = ({ record, checkedAt }: StoredRequest) =>
  record.pullRequest?.state === 'open' &&
  Date.now() - Date.parse(checkedAt ?? record.recordedAt) > FRESH_MS;

/** Whether a request came after the last deletion, newest first. */
const isOfPresent = (storedRequests: StoredRequest[], index: number) =>
  storedRequests
    .slice(0, index + 1)
    .every(({ record }) => record.outcome !== 'deleted');

/** A Resource that is not there, as far as a request says whose it was. */
const ownsThrough = (ref: ObjectRef, stored: StoredRequest | undefined) => ({
  apiVersion: ref.apiVersion,
  kind: ref.kind,
  metadata: {
    name: ref.name,
    namespace: ref.namespace,
    ...(stored?.context.owner
      ? { annotations: { [componentAnnotations.owner]: stored.context.owner } }
      : {}),
  },
});
