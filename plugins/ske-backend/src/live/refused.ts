import type { StreamEvent } from '@syntasso/plugin-ske-common';

/** Says in a stream that a subject may not be shown. */
export const refused = (error: Error): StreamEvent => ({
  kind: 'refused',
  name: error.name,
  message: error.message,
  statusCode: 403,
});
