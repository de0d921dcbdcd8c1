import { pipeline } from 'node:stream/promises';
import { NotFoundError } from '@backstage/errors';
import { logQuerySchema, type ObjectRef } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { Router } from 'express';
import type { Cluster } from '../platform/Platform';
import {
  stripControlSequences,
  withoutControlSequences,
} from '../redaction/controlSequences';
import { maskLines } from '../redaction/maskLines';
import { maskText } from '../redaction/maskText';
import type { Platform } from '../platform/Platform';
import { secretsOfResource } from '../redaction/secrets';
import type { RequestAudit } from './audit';
import type { ReferencedObject, RouteContext } from './RouteContext';
import { validate } from '../utils/validate';
import { watchAccess } from './watchAccess';

/** The logs of pipelines' containers. */
export function logRoutes(
  router: Router,
  context: RouteContext,
  audited: RequestAudit,
) {
  router.get('/v1/log', async (request, response) => {
    await context.spend(request, 'logs');
    const query = validate(logQuerySchema, request.query);
    const platform = clusterOf(await context.platform(request));
    const { tailLines: _, follow: __, ...meta } = query;
    const owner = await audited(
      request,
      { eventId: 'log', severityLevel: 'low', meta },
      async () => {
        const referencedObject = await context.findObject(platform, query);
        await context.requireAllowed(request, 'read', referencedObject);
        await requireOwnPod(platform, query, referencedObject);
        return referencedObject;
      },
    );
    const secrets =
      owner.kind === 'resource'
        ? secretsOfResource(owner.resource, owner.offering)
        : [];
    const pod = { namespace: query.podNamespace, name: query.pod };
    const { container, tailLines } = query;
    if (query.follow === 'false') {
      const log = { container, tailLines };
      const text = await platform.client.log(pod, log);
      const plain = withoutControlSequences(text);
      response.json({ text: maskText(plain, secrets) });
      return;
    }
    await context.acquire(request, response, 'logs');
    const closed = new AbortController();
    const leave = () => closed.abort();
    const expiresAt = await context.expiresAt(request);
    if (response.closed) return;
    const stopWatching = watchAccess({
      expiresAt,
      hasSameAccess: async () => {
        // Its audience and its owner may have changed, and it may be gone.
        const currentObject = await context.findObject(platform, query);
        await context.requireAllowed(request, 'read', currentObject);
        return true;
      },
      onLost: leave,
    });
    response.on('close', () => {
      leave();
      stopWatching();
    });
    const log = await platform.client.followLog(pod, {
      container,
      tailLines,
      signal: AbortSignal.any([closed.signal, context.closing]),
    });
    response.status(200).set({
      'content-type': 'text/plain; charset=utf-8',
      // no-transform keeps the compression of the root router from buffering.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    // If one side leaves or breaks off, the other one is ended too.
    const plain = stripControlSequences();
    await pipeline([log, plain, maskLines(secrets), response]).catch(() =>
      response.destroy(),
    );
  });
}

/** @throws NotFoundError where there is no cluster that has logs. */
function clusterOf({ name, cluster }: Platform): Cluster {
  if (cluster) return cluster;
  throw new NotFoundError(
    `Platform ${name} is reached only through its repository, so its logs are not to be had here.`,
  );
}

/** Only Pods of its own workflow; no other log is served. */
async function requireOwnPod(
  { client, live }: Cluster,
  query: ObjectRef & { pod: string; podNamespace: string },
  referencedObject: ReferencedObject,
) {
  const pod = await client.get(resourceTypes.pods, {
    namespace: query.podNamespace,
    name: query.pod,
  });
  const { offering } = referencedObject;
  const { namespace = 'default', name } = query;
  const resource =
    referencedObject.kind === 'resource' ? { namespace, name } : undefined;
  if (live.engineOf(offering).ownsPod(pod, offering.name, resource)) return;
  throw new NotFoundError(
    `${query.kind} ${query.name} has no pipeline Pod ${query.podNamespace}/${query.pod}.`,
  );
}
