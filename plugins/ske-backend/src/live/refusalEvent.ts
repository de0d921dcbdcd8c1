import { NotAllowedError } from '@backstage/errors';
import type { StreamEvent } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';

/** Says in a stream that a subject may not be shown. */
export const toRefusalEvent = (error: Error): StreamEvent => ({
  kind: 'refused',
  name: error.name,
  message: error.message,
  statusCode: 403,
});

/** Why the platform shows the caller nothing, when it is the platform that does not. */
export function findDenial(informers: SharedInformer[]): Error | undefined {
  const states = informers.map(informer => informer.state);
  const denied = states.find(state => state.kind === 'denied');
  return denied && new NotAllowedError(denied.reason);
}
