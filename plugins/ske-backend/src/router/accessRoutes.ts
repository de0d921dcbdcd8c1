import { isError } from '@backstage/errors';
import {
  objectSubjectSchema,
  type AccessAnswer,
  type ObjectRef,
  type PlatformInfo,
  type Verdict,
} from '@syntasso/plugin-ske-common';
import type { Request, Router } from 'express';
import { z } from 'zod';
import type { Cluster, Platform } from '../platform/Platform';
import type { RouteContext } from './RouteContext';
import { validate } from '../utils/validate';

const accessQuerySchema = z.object({ subject: objectSubjectSchema });

/** What each of our actions asks of the platform. */
const VERBS = {
  create: ['create', 'patch'],
  update: ['patch'],
  delete: ['delete'],
  operate: ['patch'],
} as const;

/** Most namespaces that are asked about, if somebody may not create in all. */
const NAMESPACES = 25;

/** "May I?", before a form is filled in: by Backstage and by the platform. */
export function accessRoutes(router: Router, context: RouteContext) {
  router.get('/v1/platform', async (_request, response) => {
    await context.platformProvider.clusterProvider?.locate();
    const { name, auth } = context.platformProvider;
    const info: PlatformInfo = {
      name,
      auth: auth.kind,
      ...(auth.kind === 'person'
        ? { tokenProvider: auth.tokenProvider, authProvider: auth.authProvider }
        : {}),
    };
    response.json(info);
  });

  router.get('/v1/access', async (request, response) => {
    await context.spend(request, 'access');
    const { subject } = validate(accessQuerySchema, request.query);
    const platform = await context.platform(request);
    const answer: AccessAnswer =
      subject.kind === 'promise'
        ? { create: await mayRequest(context, request, platform, subject.name) }
        : await mayDo(context, request, platform, subject.ref);
    response.json(answer);
  });
}

async function mayRequest(
  context: RouteContext,
  request: Request,
  platform: Platform,
  name: string,
): Promise<Verdict> {
  const credentials = await context.credentials(request);
  const offering = await platform.getOffering(name);
  const refusal = await verdictOf(() =>
    context.access.requireRequest(credentials, offering),
  );
  const { api } = offering;
  const cluster = writtenTo(context, platform);
  if (!refusal.allowed || !api?.served || !cluster) return refusal;
  const apiVersion = `${api.group}/${api.served.version}`;
  const ref = { apiVersion, kind: api.kind };
  const everywhere = await review(context, cluster, ref, 'create');
  if (everywhere.allowed) return everywhere;
  // Without the right in all namespaces they may have it in one: ask about those
  // that are known to be in use.
  const used = cluster.live.entities.namespacesOf(name);
  if (used.length === 0 && context.platformProvider.auth.kind === 'person') {
    return { allowed: true };
  }
  const namespaces = [...new Set(['default', ...used])].slice(0, NAMESPACES);
  const verdicts = await Promise.all(
    namespaces.map(namespace =>
      review(context, cluster, { ...ref, namespace }, 'create'),
    ),
  );
  return verdicts.find(verdict => verdict.allowed) ?? everywhere;
}

async function mayDo(
  context: RouteContext,
  request: Request,
  platform: Platform,
  ref: ObjectRef,
): Promise<AccessAnswer> {
  const referencedObject = await context.findObject(platform, ref);
  const verdictOn = async (action: 'update' | 'delete' | 'operate') => {
    const refusal = await verdictOf(() =>
      context.requireAllowed(request, action, referencedObject),
    );
    if (!refusal.allowed) return refusal;
    // The workflow is run again on the cluster, wherever requests are written.
    const cluster =
      action === 'operate' ? platform.cluster : writtenTo(context, platform);
    if (cluster) return review(context, cluster, ref, action);
    return action === 'operate' ? noCluster(platform) : refusal;
  };
  const [update, remove, operate] = await Promise.all([
    verdictOn('update'),
    verdictOn('delete'),
    verdictOn('operate'),
  ]);
  return { update, delete: remove, operate };
}

/**
 * The cluster, where requests are written there. A commit is made by Backstage,
 * with its own right to push: what people may do is for its permissions to say.
 */
const writtenTo = (context: RouteContext, platform: Platform) =>
  context.platformProvider.repository ? undefined : platform.cluster;

const noCluster = (platform: Platform): Verdict => ({
  allowed: false,
  by: 'platform',
  reason: `Platform ${platform.name} is reached only through its repository, so its workflows cannot be run again from here.`,
});

/** What Backstage's permissions say. */
async function verdictOf(require: () => Promise<void>): Promise<Verdict> {
  try {
    await require();
    return { allowed: true };
  } catch (error) {
    if (!isError(error) || error.name !== 'NotAllowedError') throw error;
    return { allowed: false, by: 'backstage', reason: error.message };
  }
}

/** What the platform's RBAC says. */
async function review(
  context: RouteContext,
  cluster: Cluster,
  ref: Omit<ObjectRef, 'name'> & { name?: string },
  action: keyof typeof VERBS,
): Promise<Verdict> {
  const { type, lacking } = await cluster.reviewAccess(ref, [...VERBS[action]]);
  if (lacking === undefined) return { allowed: true };
  const who =
    context.platformProvider.auth.kind === 'own'
      ? "Backstage's account"
      : 'Your account';
  const namespaceText = ref.namespace ? ` in namespace ${ref.namespace}` : '';
  return {
    allowed: false,
    by: 'platform',
    reason: `${who} on platform ${cluster.name} may not ${lacking} ${type.plural}.${type.group}${namespaceText}. Ask the platform team for a role with that right.`,
  };
}
