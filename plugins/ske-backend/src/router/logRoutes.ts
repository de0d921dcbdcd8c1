import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { NotFoundError } from '@backstage/errors';
import {
  at,
  isPromise,
  labels,
  logQuerySchema,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { Router } from 'express';
import type { KubernetesPlatform } from '../platform/KubernetesPlatform';
import { maskText } from '../platform/maskText';
import type { Platform } from '../platform/Platform';
import { secretsOfResource } from '../platform/secrets';
import type { Audited } from './audit';
import type { RouteContext } from './RouteContext';
import { validate } from '../validate';

/** The logs of pipelines' containers. */
export function logRoutes(
  router: Router,
  context: RouteContext,
  audited: Audited,
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
        const found = await platform.get(query);
        await context.requireAllowed(request, 'read', found);
        await requireOwnPod(platform, query);
        return found;
      },
    );
    const secrets = isPromise(query)
      ? []
      : secretsOfResource(owner, await platform.promiseOf(query));
    const pod = { namespace: query.podNamespace, name: query.pod };
    const { container, tailLines } = query;
    if (query.follow === 'false') {
      const log = { container, tailLines };
      const text = await platform.client.log(pod, log);
      response.json({ text: maskText(text, secrets) });
      return;
    }
    const letGo = await context.hold(request, 'logs');
    const left = new AbortController();
    response.on('close', () => {
      left.abort();
      letGo();
    });
    const log = await platform.client.followLog(pod, {
      container,
      tailLines,
      signal: AbortSignal.any([left.signal, context.closing]),
    });
    response.status(200).set({
      'content-type': 'text/plain; charset=utf-8',
      // no-transform keeps the compression of the root router from buffering.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    // Whoever leaves, or a connection that breaks, ends the other side too.
    const masking = secrets.length > 0 ? [maskedLines(secrets)] : [];
    await pipeline([log, ...masking, response]).catch(() => response.destroy());
  });
}

/** A longer line is masked in parts. */
const LONGEST_LINE = 64 * 1024;

/** Masks secrets in a text as it is written, line by line: none is cut in two. */
function maskedLines(secrets: string[]): Transform {
  const decoder = new StringDecoder();
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = rest + decoder.write(chunk);
      const end =
        text.length > LONGEST_LINE ? text.length : text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      done(null, maskText(text.slice(0, end), secrets));
    },
    flush(done) {
      done(null, maskText(rest + decoder.end(), secrets));
    },
  });
}

/** @throws NotFoundError where there is no cluster that has logs. */
function clusterOf({ name, cluster }: Platform): KubernetesPlatform {
  if (cluster) return cluster;
  throw new NotFoundError(
    `Platform ${name} is reached only through its repository, so its logs are not to be had here.`,
  );
}

/** Only Pods of the workflow of that Promise or Resource; no other log is served. */
async function requireOwnPod(
  platform: KubernetesPlatform,
  query: ObjectRef & { pod: string; podNamespace: string },
) {
  const promise = isPromise(query)
    ? query.name
    : (await platform.promiseOf(query)).metadata.name;
  const pod = await platform.client.get(resourceTypes.pods, {
    namespace: query.podNamespace,
    name: query.pod,
  });
  const label = (name: string) => at(pod, 'metadata', 'labels', name);
  const owned = isPromise(query)
    ? label(labels.promiseName) === promise &&
      label(labels.workflowType) === 'promise'
    : label(labels.promiseName) === promise &&
      label(labels.resourceName) === query.name &&
      // Kratix says whose it is only where pipelines run in a namespace of theirs.
      (label(labels.resourceNamespace) ?? query.podNamespace) ===
        (query.namespace ?? 'default');
  if (!owned) {
    throw new NotFoundError(
      `${query.kind} ${query.name} has no pipeline Pod ${query.podNamespace}/${query.pod}.`,
    );
  }
}
