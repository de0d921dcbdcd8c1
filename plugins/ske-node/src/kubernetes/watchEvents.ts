import type { Readable } from 'node:stream';
import { CustomErrorBase } from '@backstage/errors';
import {
  asNumber,
  asText,
  at,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { Attempt } from '../utils/httpErrors';
import { linesOf } from '../utils/linesOf';
import type { Watchdog } from './Watchdog';
import {
  errorOfAnswer,
  errorOfConnection,
  errorOfOtherServer,
} from './kubernetesErrors';

/** What a watch delivers. @public */
export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: Manifest }
  | {
      type: 'BOOKMARK';
      resourceVersion: string;
      /** All that was there when the watch began has been delivered. */
      endsList: boolean;
    };

/** Source: Kubernetes API concepts, Streaming lists. */
const END_OF_LIST = 'k8s.io/initial-events-end';

/**
 * The events of a watch's answer, one JSON document per line. An `ERROR` event
 * and a connection that breaks end it by the error for them.
 */
export async function* watchEvents(
  response: Readable,
  attempt: Attempt,
  watchdog: Watchdog,
): AsyncIterable<WatchEvent> {
  try {
    for await (const lines of linesOf(response)) {
      watchdog.restart();
      for (const line of lines) {
        if (line.startsWith('<')) throw errorOfOtherServer(attempt);
        const event = line && watchEvent(JSON.parse(line), attempt);
        if (event) yield event;
      }
    }
  } catch (error) {
    // A line that is not whole is the connection's fault.
    if (error instanceof CustomErrorBase) throw error;
    const { signal } = watchdog;
    throw errorOfConnection(attempt, signal.aborted ? signal.reason : error);
  } finally {
    watchdog.stop();
    response.destroy();
  }
}

function watchEvent(event: unknown, attempt: Attempt): WatchEvent | undefined {
  const object = at(event, 'object');
  const type = at(event, 'type');
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object: object as Manifest };
    case 'BOOKMARK': {
      const resourceVersion = asText(at(object, 'metadata', 'resourceVersion'));
      const endsList =
        at(object, 'metadata', 'annotations', END_OF_LIST) === 'true';
      return resourceVersion ? { type, resourceVersion, endsList } : undefined;
    }
    case 'ERROR':
      throw errorOfAnswer(
        attempt,
        asNumber(at(object, 'code')) ?? 500,
        JSON.stringify(object),
      );
    default:
      return undefined;
  }
}
