import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { StreamEvent } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';

/** The event that a stream has in the place of a view that may not be shown. */
export const toRefusalEvent = (error: Error): StreamEvent => ({
  kind: 'refused',
  name: error.name,
  message: error.message,
  statusCode: 403,
});

/** The error for the first watch whose objects were never read completely. */
export function findIncompleteReadError(
  informers: SharedInformer[],
): Error | undefined {
  for (const { state } of informers) {
    if (state.kind === 'stale' && state.incomplete) {
      return new ServiceUnavailableError(state.reason);
    }
  }
  return undefined;
}

/** The error for the first watch that the platform denies to this credential. */
export function findDenial(informers: SharedInformer[]): Error | undefined {
  const states = informers.map(informer => informer.state);
  const denied = states.find(state => state.kind === 'denied');
  return denied && new NotAllowedError(denied.reason);
}
