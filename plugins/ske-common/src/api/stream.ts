import { z } from 'zod';
import { objectRefSchema } from '../kubernetes/manifest';
import { nameSchemas } from '../kubernetes/nameSchemas';
import {
  resourcesPageSchema,
  resourcesQuerySchema,
  type ResourcesQuery,
} from './resources';
import { platformOverviewSchema } from './platformOverview';
import type {
  KeyedSubject,
  ListSubject,
  ObjectSubject,
  PlatformSubject,
} from './subjects';
import {
  freshnessSchema,
  offeringViewSchema,
  resourceViewSchema,
} from './views';

/** Reads the key of a Promise or a Resource. @public */
export const objectSubjectSchema = z
  .string()
  .transform((key, context): ObjectSubject => {
    const [kind, ...parts] = decoded(key);
    if (kind === 'promise' && parts.length === 1) {
      const promise = nameSchemas.object.safeParse(parts[0]);
      if (promise.success) return { kind, name: promise.data };
    }
    const [apiVersion, resourceKind, namespace, name] = parts;
    const ref = objectRefSchema.safeParse({
      apiVersion,
      kind: resourceKind,
      namespace,
      name,
    });
    if (kind === 'resource' && parts.length === 4 && ref.success) {
      return { kind, ref: ref.data };
    }
    context.addIssue({
      code: 'custom',
      message: `"${key}" is no subject: use promise/<name> or resource/<apiVersion>/<kind>/<namespace>/<name>, each part URL-encoded`,
    });
    return z.NEVER;
  });

/** Reads the key of a list: `resources/…` or `allResources/…`. */
const listSubjectSchema = z.string().transform((key, context): ListSubject => {
  const [kind, ...parts] = decoded(key);
  if (kind === 'allResources') {
    const query = readQuery(parts, context, key, 'allResources/<query>');
    return query ? { kind, query } : z.NEVER;
  }
  const [name, ...rest] = parts;
  const promise = nameSchemas.object.safeParse(name);
  const query = readQuery(
    promise.success ? rest : [],
    context,
    key,
    'resources/<promise>/<query>',
  );
  return query && promise.success
    ? { kind: 'resources', promise: promise.data, query }
    : z.NEVER;
});

/** The query at the end of a list's key; undefined with the issues that it has. */
function readQuery(
  [text, ...otherParts]: string[],
  context: Pick<z.RefinementCtx, 'addIssue'>,
  key: string,
  usage: string,
): ResourcesQuery | undefined {
  if (text === undefined || otherParts.length > 0) {
    context.addIssue({
      code: 'custom',
      message: `"${key}" is no subject: use ${usage}, each part URL-encoded`,
    });
    return undefined;
  }
  const query = resourcesQuerySchema.safeParse(
    Object.fromEntries(new URLSearchParams(text)),
  );
  if (query.success) return query.data;
  query.error.issues.forEach(({ path, message }) =>
    context.addIssue({
      code: 'custom',
      message: [path.join('.'), message].filter(Boolean).join(': '),
    }),
  );
  return undefined;
}

const platformSubject: PlatformSubject = { kind: 'platform' };

const subjectSchema = z.string().transform((key, context): KeyedSubject => {
  if (key === platformSubject.kind) return { key, subject: platformSubject };
  const parsed = /^(resources|allResources)\//.test(key)
    ? listSubjectSchema.safeParse(key)
    : objectSubjectSchema.safeParse(key);
  if (parsed.success) return { key, subject: parsed.data };
  parsed.error.issues.forEach(({ message }) =>
    context.addIssue({ code: 'custom', message }),
  );
  return z.NEVER;
});

function decoded(key: string): string[] {
  try {
    return key.split('/').map(decodeURIComponent);
  } catch {
    // A lone % is no encoding; the caller says what is wrong.
    return [];
  }
}

/** How many subjects one stream carries at most. @public */
export const MOST_SUBJECTS = 50;

/**
 * Query of `GET /api/ske/v1/stream`: `subject` once or more. With `once` the
 * answer is the events as they are now, as a JSON array.
 *
 * @public
 */
export const streamQuerySchema = z.object({
  subject: z.preprocess(
    value => (typeof value === 'string' ? [value] : value),
    z.array(subjectSchema).min(1).max(MOST_SUBJECTS),
  ),
  once: z.enum(['true', 'false']).optional(),
});

/**
 * An update about one subject. `promise`, `resource` and `platform` replace what was
 * known; `resources` replaces the page, but has only the rows that have changed; `gone` says that the object is not there (any more); `refused` that it
 * may not be shown; `freshness` says how old the rest is.
 *
 * @public
 */
export const streamEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('promise'), view: offeringViewSchema }),
  z.object({ kind: z.literal('resource'), view: resourceViewSchema }),
  z.object({ kind: z.literal('platform'), view: platformOverviewSchema }),
  z.object({
    kind: z.literal('resources'),
    page: resourcesPageSchema.describe(
      'its rows are those that are new or changed since the last one',
    ),
    order: z.array(z.string()).describe('the uids of all its rows'),
  }),
  z.object({ kind: z.literal('gone'), message: z.string() }),
  z.object({
    kind: z.literal('refused'),
    name: z.string(),
    message: z.string(),
    statusCode: z.number(),
  }),
  z.object({ kind: z.literal('freshness'), freshness: freshnessSchema }),
]);

/** See {@link streamEventSchema}. @public */
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** One message of a stream: about which subject (its key), and what. @public */
export const streamMessageSchema = z.object({
  subject: z.string(),
  event: streamEventSchema,
});

/** See {@link streamMessageSchema}. @public */
export type StreamMessage = z.infer<typeof streamMessageSchema>;

/** Name of the event with which the backend ends a stream on purpose. @public */
export const GOODBYE = 'goodbye';
