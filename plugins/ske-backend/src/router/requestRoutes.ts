import {
  requestsQuerySchema,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Router } from 'express';
import type { Requests } from '../requests/Requests';
import type { PullRequestSweep } from '../requests/sweep';
import { manifestOf } from '../requests/delivery';
import type { StoredRequest } from '../requests/row';
import type { RouteContext } from './RouteContext';
import { validate } from '../validate';

/** What is looked at more often than this is told as it was. */
const FRESH_MS = 20_000;

/** What was asked for of a Resource, how it stands, and how it ended. */
export function requestRoutes(
  router: Router,
  context: RouteContext,
  options: { requests: Requests; sweep: PullRequestSweep },
) {
  const { requests, sweep } = options;
  router.get('/v1/requests', async (request, response) => {
    const ref = validate(requestsQuerySchema, request.query);
    const platform = await context.platform(request);
    const promise = await platform.promiseOf(ref);
    const store = await requests.store();
    let found = await store.ofResource(ref);
    const present = await platform.get(ref).catch(ifNotFound);
    const about = present ?? wantedOf(found) ?? blank(ref);
    const credentials = await context.credentials(request);
    await context.access.requireResource(credentials, 'read', about, promise);
    const [newest] = found;
    if (newest && isWorthAsking(newest)) {
      await sweep.one(newest);
      found = await store.ofResource(ref);
    }
    const items: RequestRecord[] = found.map(({ record }) => record);
    response.json({ items });
  });
}

/** Whether somebody may have merged or closed it since. */
const isWorthAsking = ({ record, checkedAt }: StoredRequest) =>
  record.pullRequest?.state === 'open' &&
  Date.now() - Date.parse(checkedAt ?? record.recordedAt) > FRESH_MS;

function wantedOf([newest]: StoredRequest[]) {
  return newest?.record.manifest
    ? manifestOf(newest.record.manifest)
    : undefined;
}

const blank = (ref: {
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string;
}) => ({
  apiVersion: ref.apiVersion,
  kind: ref.kind,
  metadata: { name: ref.name, namespace: ref.namespace },
});
