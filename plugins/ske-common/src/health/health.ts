import { labels } from '../annotations/keys';
import { asText, at, isObject } from '../kubernetes/json';
import { promiseHealth } from './promiseHealth';
import { resourceHealth } from './resourceHealth';
import { readStatus } from './status';
import type { Health, Related } from './types';

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
export function health(object: unknown, related?: Related): Health {
  if (!isObject(object)) {
    return {
      state: 'unknown',
      reason: { code: 'objectUnreadable', values: {} },
      since: undefined,
    };
  }
  const status = readStatus(object);
  const deletion = asText(at(object, 'metadata', 'deletionTimestamp'));
  const deleteFailed =
    typeof status === 'object' &&
    status.condition('DeleteWorkflowCompleted')?.reason ===
      'DeleteWorkflowFailed';
  if (deletion && !deleteFailed) {
    return {
      state: 'deleting',
      reason: { code: 'deleting', values: {} },
      since: deletion,
    };
  }
  if (status === 'unreadable') {
    return {
      state: 'unknown',
      reason: { code: 'statusUnreadable', values: {} },
      since: undefined,
    };
  }
  if (status === 'absent') {
    return at(object, 'metadata', 'labels', labels.paused) === 'true'
      ? {
          state: 'paused',
          reason: { code: 'paused', values: {} },
          since: undefined,
        }
      : {
          state: 'pending',
          reason: { code: 'noStatus', values: {} },
          since: asText(at(object, 'metadata', 'creationTimestamp')),
        };
  }
  return isPromise(object)
    ? promiseHealth(object, status)
    : resourceHealth(object, status, related);
}

/** Whether an object is a Kratix Promise. */
export function isPromise(object: unknown): boolean {
  return (
    at(object, 'kind') === 'Promise' &&
    String(at(object, 'apiVersion') ?? '').startsWith('platform.kratix.io/')
  );
}
