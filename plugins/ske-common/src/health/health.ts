import { asText, at, isObject } from '../kubernetes/json';
import type { Health } from './healthSchema';
import { deletionHealthOf } from './deletionHealth';
import { makeHealth } from './makeHealth';
import type { Related } from './related';
import { promiseHealthOf } from './promiseHealth';
import { resourceHealthOf } from './resourceHealth';
import { readStatus } from './status';
import { isPaused } from './workflowHealth';

/**
 * Summarises a Promise's or Resource's status in one of a closed set of
 * states, with a reason for a person. Total: any input, however malformed,
 * gives an answer. With only the object, it speaks of the object; with the
 * related objects it also speaks of where the Works went.
 *
 * Source: the table in `docs/health.md`; Kratix conditions of Promises and
 * resource requests.
 *
 * @public
 */
export function healthOf(object: unknown, related?: Related): Health {
  if (!isObject(object)) {
    return makeHealth('unknown', 'objectUnreadable', undefined);
  }
  const status = readStatus(object);
  const deletion = asText(at(object, 'metadata', 'deletionTimestamp'));
  if (deletion) {
    return deletionHealthOf(
      object,
      typeof status === 'object' ? status : undefined,
      deletion,
      related,
    );
  }
  if (status === 'unreadable') {
    return makeHealth('unknown', 'statusUnreadable', undefined);
  }
  if (status === 'absent') {
    return isPaused(object)
      ? makeHealth('paused', 'paused', undefined)
      : makeHealth(
          'pending',
          'noStatus',
          asText(at(object, 'metadata', 'creationTimestamp')),
        );
  }
  return isPromise(object)
    ? promiseHealthOf(object, status, related)
    : resourceHealthOf(object, status, related);
}

/** Whether an object is a Kratix Promise. */
export function isPromise(object: unknown): boolean {
  return (
    at(object, 'kind') === 'Promise' &&
    String(at(object, 'apiVersion') ?? '').startsWith('platform.kratix.io/')
  );
}
