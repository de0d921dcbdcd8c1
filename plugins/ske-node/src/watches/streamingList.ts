import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  isAway,
  NoAnswerError,
  RateLimitError,
  ServerError,
} from '../utils/httpErrors';
import { InvalidInputError } from '../kubernetes/kubernetesErrors';
import type { WatchEvent } from '../kubernetes/watchEvents';
import { keyOf, type StoreWriter } from './Store';

/** A watch that has begun, and from where it goes on. */
export interface RunningWatch {
  events: AsyncIterable<WatchEvent>;
  resourceVersion: string;
}

/**
 * Reads the beginning of a watch that lists first, up to the bookmark that ends
 * the list (KEP-3157).
 *
 * @param onObject - called with each object of the list
 * @throws Error when the list ends in another way.
 */
export async function readStreamingList(
  events: AsyncIterator<WatchEvent>,
  store: StoreWriter,
  onObject: () => void,
): Promise<RunningWatch> {
  const present = new Set<string>();
  for (;;) {
    const { done, value: event } = await events.next();
    if (done || (event.type === 'BOOKMARK' && !event.endsList)) {
      throw new Error('The platform ended a list before it was whole.');
    }
    if (event.type === 'BOOKMARK') {
      store.retain(present);
      const { resourceVersion } = event;
      return {
        events: { [Symbol.asyncIterator]: () => events },
        resourceVersion,
      };
    }
    // Where the list never ends, changes go on coming.
    if (event.type === 'ADDED') onObject();
    // Some servers deliver changes before the list has ended.
    if (event.type === 'DELETED') {
      present.delete(keyOf(event.object));
      store.remove(event.object);
    } else {
      present.add(keyOf(event.object));
      store.upsert(pruneObject(event.object));
    }
  }
}

/**
 * Why a streaming list failed. `final`: a list in pages would fail, too. `unsupported`:
 * the server has no streaming lists. `unsupportedHere`: it has none of this type.
 * `broken`: the server, or something between it and us, is at fault.
 */
export type StreamingFailure =
  | 'final'
  | 'unsupported'
  | 'unsupportedHere'
  | 'broken';

/**
 * @param accepted - whether the server had begun to answer with the list
 */
export function classifyStreamingFailure(
  error: unknown,
  accepted: boolean,
): StreamingFailure {
  if (error instanceof InvalidInputError) {
    const about = error.problems.map(({ field }) => field ?? '');
    return about.some(field => STREAMING_FIELDS.includes(field))
      ? 'unsupported'
      : 'unsupportedHere';
  }
  if (error instanceof RateLimitError) return 'final';
  if (isAway(error)) return 'final';
  if (error instanceof ServerError) {
    return NOT_IMPLEMENTED.includes(error.status)
      ? 'unsupportedHere'
      : 'broken';
  }
  if (error instanceof NoAnswerError) {
    // What was accepted and broke off, or is not answered at all, may be due to a
    // proxy that knows no streams.
    return accepted || error.code === undefined ? 'broken' : 'final';
  }
  return FINAL.includes((error as Error).name) ? 'final' : 'broken';
}

/** What an API server without streaming lists names when it refuses one. */
const STREAMING_FIELDS = ['sendInitialEvents', 'resourceVersionMatch'];

/** Method not allowed, not implemented: it will be so next time. */
const NOT_IMPLEMENTED = [405, 501];

/** Errors that a list in pages would end with, too. */
const FINAL = [
  'AuthenticationError',
  'NotAllowedError',
  'NotFoundError',
  'ExpiredError',
];

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object without managed fields and kubectl's copy of it, to save memory. */
export function pruneObject(object: Manifest): Manifest {
  const { managedFields: _, annotations, ...metadata } = object.metadata;
  const otherAnnotations = Object.entries(annotations ?? {}).filter(
    ([key]) => key !== LAST_APPLIED,
  );
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(otherAnnotations.length > 0
        ? { annotations: Object.fromEntries(otherAnnotations) }
        : {}),
    },
  };
}
