import type { Manifest } from '@syntasso/plugin-ske-common';
import type { WatchEvent } from '../kubernetes/watchEvents';
import { keyOf, type Sink } from './Store';

/** A watch that has begun, and from where it goes on. */
export interface RunningWatch {
  events: AsyncIterable<WatchEvent>;
  resourceVersion: string;
}

/**
 * Reads the beginning of a watch that lists first, up to the bookmark that ends
 * the list (KEP-3157).
 *
 * @param silence - started anew with each object of the list
 * @throws Error when the list ends in another way.
 */
export async function readStreamingList(
  events: AsyncIterator<WatchEvent>,
  sink: Sink,
  silence: NodeJS.Timeout,
): Promise<RunningWatch> {
  const present = new Set<string>();
  for (;;) {
    const { done, value: event } = await events.next();
    if (done || (event.type === 'BOOKMARK' && !event.endsList)) {
      throw new Error('The platform ended a list before it was whole.');
    }
    if (event.type === 'BOOKMARK') {
      sink.retain(present);
      const { resourceVersion } = event;
      return {
        events: { [Symbol.asyncIterator]: () => events },
        resourceVersion,
      };
    }
    // Where the list never ends, changes go on coming.
    if (event.type === 'ADDED') silence.refresh();
    // Some servers deliver changes before the list has ended.
    if (event.type === 'DELETED') {
      present.delete(keyOf(event.object));
      sink.remove(event.object);
    } else {
      present.add(keyOf(event.object));
      sink.upsert(pruned(event.object));
    }
  }
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Without what nobody reads and everybody pays memory for. */
export function pruned(object: Manifest): Manifest {
  const { managedFields: _, annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(
    ([key]) => key !== LAST_APPLIED,
  );
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {}),
    },
  };
}
