import {
  requestsQuerySchema,
  waitingQuerySchema,
  type Manifest,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Request, Router } from 'express';
import { blankOf } from '../requests/authorization/actionToAllow';
import type { RequestDispatcher } from '../requests/dispatch/RequestDispatcher';
import type { PullRequestPoller } from '../requests/reconcile/PullRequestPoller';
import type { StoredRequest } from '../requests/store/requestRow';
import type { RouteContext } from './RouteContext';
import { validate } from '../utils/validate';
import {
  findMyRequests,
  findWaitingRequests,
  inServedVersion,
  requireGet,
} from './visibleRequests';

/** How long a pull request's state is reused before its host is asked again. */
const FRESH_MS = 20_000;

/** The requests of a Resource or of a person, newest first: how they stand, or how they ended. */
export function requestRoutes(
  router: Router,
  context: RouteContext,
  options: { dispatcher: RequestDispatcher; poller: PullRequestPoller },
) {
  const { dispatcher, poller } = options;
  const isPersonal = () => context.platformProvider.auth.kind === 'person';
  const readerOf = async (request: Request) => ({
    store: await dispatcher.store(),
    platform: await context.platform(request),
    viewer: await context.viewer(request),
    isPersonal: isPersonal(),
  });
  router.get('/v1/my-requests', async (request, response) => {
    response.json({ items: await findMyRequests(await readerOf(request)) });
  });

  router.get('/v1/waiting-requests', async (request, response) => {
    await context.access.requirePlatform(await context.credentials(request));
    const query = validate(waitingQuerySchema, request.query);
    response.json(await findWaitingRequests(await readerOf(request), query));
  });

  router.get('/v1/requests', async (request, response) => {
    const query = validate(requestsQuerySchema, request.query);
    const platform = await context.platform(request);
    const offering = await platform.offeringOf(query);
    const ref = inServedVersion(query, offering);
    const store = await dispatcher.store();
    let storedRequests = await store.listByResource(ref);
    const present = await platform.get(ref).catch(ifNotFound);
    if (!present) await requireGet(platform, ref, isPersonal());
    const viewer = await context.viewer(request);
    const refusalOf = (resource: Manifest) =>
      viewer.resourceRefusal({ offering, resource });
    const refusal = refusalOf(
      present ?? blankOf(ref, storedRequests[0]?.context.owner),
    );
    const visible = storedRequests.filter(
      (stored, index) =>
        !refusalOf(
          // An earlier object of the same name may have had another owner.
          present && isOfPresent(storedRequests, index)
            ? present
            : blankOf(ref, stored.context.owner),
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

/** Whether somebody may have merged or closed it since. */
const isWorthAsking = ({ record, checkedAt }: StoredRequest) =>
  record.pullRequest?.state === 'open' &&
  Date.now() - Date.parse(checkedAt ?? record.recordedAt) > FRESH_MS;

/** Whether a request came after the last deletion, newest first. */
const isOfPresent = (storedRequests: StoredRequest[], index: number) =>
  storedRequests
    .slice(0, index + 1)
    .every(({ record }) => record.outcome !== 'deleted');
