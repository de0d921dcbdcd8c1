import { asText, at, isObject } from '../kubernetes/json';
import type { Health } from './healthSchema';
import { deletionHealthOf } from './deletionHealth';
import { makeHealth } from './makeHealth';
import type { Related } from './related';
import { promiseHealthOf } from './promiseHealth';
import { degradedWhilePaused, resourceHealthOf } from './resourceHealth';
import { readStatus } from './status';
import { isPaused } from './workflowHealth';

/**
 * Summarises the status of a Promise or Resource as one of eight states, with a
 * reason for a person. Any input gives an answer, however malformed. Without the
 * related objects only the object itself counts; with them also where its Works
 * went. `docs/health.md` has a table of the rules.
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

/**
 * What is wrong with a Resource that is paused or suspended: its health says only what it
 * waits for. Undefined where nothing is, and for one that is not paused.
 *
 * @public
 */
export function problemBehindPause(
  resource: unknown,
  related?: Related,
): Health | undefined {
  if (healthOf(resource, related).state !== 'paused') return undefined;
  const status = readStatus(resource);
  return isObject(resource) && typeof status === 'object'
    ? degradedWhilePaused(resource, status, related)
    : undefined;
}

/** Whether an object is a Kratix Promise. @public */
export function isPromise(object: unknown): boolean {
  return (
    at(object, 'kind') === 'Promise' &&
    String(at(object, 'apiVersion') ?? '').startsWith('platform.kratix.io/')
  );
}
