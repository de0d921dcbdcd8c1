import { z } from 'zod';
import { objectRefSchema, type ObjectRef } from '../kubernetes/manifest';
import { nameSchemas } from '../kubernetes/names';
import {
  freshnessSchema,
  promiseViewSchema,
  resourceViewSchema,
} from './views';

/** What a stream can be about. @public */
export type StreamSubject =
  | { kind: 'promise'; name: string }
  | { kind: 'resource'; ref: ObjectRef };

/** A subject as one word of a query: its parts, encoded, with slashes between. @public */
export function subjectKey(subject: StreamSubject): string {
  const parts =
    subject.kind === 'promise'
      ? ['promise', subject.name]
      : [
          'resource',
          subject.ref.apiVersion,
          subject.ref.kind,
          subject.ref.namespace ?? 'default',
          subject.ref.name,
        ];
  return parts.map(encodeURIComponent).join('/');
}

const subjectSchema = z.string().transform((key, context): StreamSubject => {
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
 * What is said about one subject. `promise` and `resource` replace what was
 * known; `gone` says that the object is not there (any more); `refused` that it
 * may not be shown; `freshness` says how old the rest is.
 *
 * @public
 */
export const streamEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('promise'), view: promiseViewSchema }),
  z.object({ kind: z.literal('resource'), view: resourceViewSchema }),
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
