import { streamMessageSchema } from '@syntasso/plugin-ske-common';
import type { LiveTransport } from '../live/liveTransport';
import { jsonBody } from './http';
import { queryFor } from './queries';

/** How live views come from the backend: as a stream, or where that is held back by polling. */
export const streamTransport = (
  send: (path: string, init: RequestInit) => Promise<Response>,
): LiveTransport => ({
  open: async (subjects, lastEventId, signal) => {
    const response = await send(`/v1/stream?${queryFor(subjects)}`, {
      headers: {
        accept: 'text/event-stream',
        ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
      },
      signal,
    });
    return response.body!;
  },
  poll: async (subjects, signal) => {
    const query = queryFor(subjects);
    query.set('once', 'true');
    const response = await send(`/v1/stream?${query}`, { signal });
    return streamMessageSchema.array().parse(await response.json());
  },
  reconnect: async () => {
    const response = await send('/v1/reconnect', {
      method: 'POST',
      ...jsonBody({}),
    });
    await response.json();
  },
});
