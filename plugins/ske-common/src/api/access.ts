import { z } from 'zod';

/** Whether somebody may do something, who decided, and why not. @public */
export const verdictSchema = z.discriminatedUnion('allowed', [
  z.object({ allowed: z.literal(true) }),
  z.object({
    allowed: z.literal(false),
    by: z
      .enum(['backstage', 'platform'])
      .describe('whose rules: Backstage permissions, or RBAC on the platform'),
    reason: z.string().describe('in words, with what to ask for'),
  }),
]);

/** See {@link verdictSchema}. @public */
export type Verdict = z.infer<typeof verdictSchema>;

/**
 * Answer of `GET /api/ske/v1/access`: about a Promise, whether a Resource of it
 * may be requested; about a Resource, what may be done to it.
 *
 * @public
 */
export const accessSchema = z.object({
  create: verdictSchema.optional(),
  update: verdictSchema.optional(),
  delete: verdictSchema.optional(),
  operate: verdictSchema.optional(),
});

/** See {@link accessSchema}. @public */
export type AccessAnswer = z.infer<typeof accessSchema>;

/** Answer of `GET /api/ske/v1/platform`: what a page must know before it asks. @public */
export const platformInfoSchema = z.object({
  name: z.string(),
  auth: z.enum(['own', 'person']),
  tokenProvider: z
    .string()
    .optional()
    .describe(
      "with auth person: Backstage's oidcTokenProvider, whose token is wanted",
    ),
  authProvider: z
    .enum(['google', 'aks'])
    .optional()
    .describe("with auth person: Backstage's authProvider, if it is not oidc"),
});

/** See {@link platformInfoSchema}. @public */
export type PlatformInfo = z.infer<typeof platformInfoSchema>;

/**
 * Secret of a scaffolder task that carries the person's own token for the
 * cluster, where the cluster wants it.
 *
 * @public
 */
export const CLUSTER_TOKEN_SECRET = 'SKE_CLUSTER_TOKEN';

/**
 * Secret of a scaffolder task that says which version of a Resource the person
 * has looked at before changing it, as JSON ({@link seenVersionSchema}). It is
 * no secret, but any Template passes it on.
 *
 * @public
 */
export const SEEN_VERSION_SECRET = 'SKE_SEEN_VERSION';

/** What a Resource's `metadata` had when somebody looked at it. @public */
export const seenVersionSchema = z.object({
  resourceVersion: z.string().min(1),
  generation: z.number().optional(),
});

/**
 * Header of a request that carries the person's own token for the cluster, as
 * Backstage's Kubernetes pages send it.
 *
 * @public
 */
export const CLUSTER_TOKEN_HEADER = 'backstage-kubernetes-authorization';
