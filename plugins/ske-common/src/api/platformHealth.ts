import { z } from 'zod';
import { entityProblemsSchema } from './entityProblems';

/** Whether a credential may do something on the platform. @public */
export const rightSchema = z.object({
  purpose: z
    .enum([
      'pages',
      'requests',
      'details',
      'operations',
      'previews',
      'overview',
    ])
    .describe(
      'what is lost without it: all pages, requesting and changing, parts of pages, what still writes to the cluster (retry, upgrade, and without Git pause), what a request would write, or what the platform runs on',
    ),
  group: z.string().describe('API group; "" is the core group'),
  resource: z.string().describe('plural, with a subresource after a slash'),
  verb: z.string(),
  allowed: z.boolean(),
  reason: z.string().optional(),
});

/** See {@link rightSchema}. @public */
export type Right = z.infer<typeof rightSchema>;

/** A credential for the platform, without the credential itself. @public */
export const credentialHealthSchema = z.object({
  whose: z
    .enum(['backstage', 'caller'])
    .describe("Backstage's own, or that of the person who asks"),
  source: z.string().describe('where it is from, in words'),
  user: z.string().optional().describe('who the platform says it is'),
  groups: z.array(z.string()),
  problem: z.string().optional().describe('why the platform did not say'),
  rights: z.array(rightSchema),
  warnings: z
    .array(z.string())
    .optional()
    .describe('what is unsafe or too much about it, each with the remedy'),
  missingRules: z
    .string()
    .optional()
    .describe('YAML of the roles with the rights it lacks'),
});

/** See {@link credentialHealthSchema}. @public */
export type CredentialHealth = z.infer<typeof credentialHealthSchema>;

/** One shared watch. @public */
export const watchHealthSchema = z.object({
  group: z.string(),
  version: z.string(),
  resource: z.string(),
  scope: z.string().describe('namespace and selectors, or "everything"'),
  state: z.enum(['starting', 'live', 'absent', 'denied', 'stale', 'idle']),
  since: z.string().describe('RFC 3339'),
  listeners: z.number(),
  objects: z.number(),
  reason: z.string().optional(),
  lastError: z.string().optional(),
});

/** See {@link watchHealthSchema}. @public */
export type WatchHealth = z.infer<typeof watchHealthSchema>;

/** The requests repository of the Git modes. @public */
export const repositoryHealthSchema = z.object({
  url: z.string(),
  branch: z.string(),
  path: z.string().describe('folder of the requests; empty: all of it'),
  readable: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('yes'),
      requests: z.number().describe('how many are in it'),
    }),
    z.object({ state: z.literal('no'), reason: z.string() }),
  ]),
});

/** See {@link repositoryHealthSchema}. @public */
export type RepositoryHealth = z.infer<typeof repositoryHealthSchema>;

/** The controller that keeps catalog entities, at `ske.controller.url`. @public */
export const controllerHealthSchema = z.object({
  url: z.string(),
  readable: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('yes'),
      bindings: z.number().describe('how many Promises it keeps'),
    }),
    z.object({ state: z.literal('no'), reason: z.string() }),
  ]),
});

/** See {@link controllerHealthSchema}. @public */
export type ControllerHealth = z.infer<typeof controllerHealthSchema>;

/** An API that cannot be read, so that nothing new of it comes into the catalog. @public */
export const unreadableApiSchema = z.object({
  group: z.string(),
  resource: z.string().describe('plural'),
  namespace: z.string().optional().describe('absent: all'),
  reason: z.string().describe('what the API server answers'),
  remedy: z.string(),
});

/** See {@link unreadableApiSchema}. @public */
export type UnreadableApi = z.infer<typeof unreadableApiSchema>;

/** Answer of `GET /api/ske/health`. No secret is in it. @public */
export const platformHealthSchema = z.object({
  platform: z.string(),
  server: z.string(),
  mode: z.string(),
  auth: z
    .enum(['own', 'person'])
    .describe('one credential for all, or the token of each person'),
  reachable: z.discriminatedUnion('state', [
    z.object({ state: z.literal('yes'), version: z.string() }),
    z.object({ state: z.literal('no'), reason: z.string() }),
    z.object({ state: z.literal('none') }).describe('only a repository'),
  ]),
  repository: repositoryHealthSchema.optional(),
  controller: controllerHealthSchema
    .optional()
    .describe('absent without ske.controller'),
  discovery: z.object({
    state: z.enum(['on', 'off', 'impossible']),
    reason: z.string().optional(),
    unreadable: z
      .array(unreadableApiSchema)
      .optional()
      .describe('of these the catalog keeps what it has'),
    problems: entityProblemsSchema
      .optional()
      .describe('what does not come into the catalog as it is'),
  }),
  credentials: z.array(credentialHealthSchema),
  watches: z.array(watchHealthSchema),
  people: z.number().describe('how many people have watches of their own'),
  requests: z.number().describe('sent to the platform since the start'),
});

/** See {@link platformHealthSchema}. @public */
export type PlatformHealth = z.infer<typeof platformHealthSchema>;
