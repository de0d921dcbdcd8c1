import { GOODBYE, type StreamEvent } from '@syntasso/plugin-ske-common';
import type { Request, Response } from 'express';
import type { ViewSource, StreamUpdate } from '../live/LiveSource';
import { watchAccess } from './watchAccess';

const HEARTBEAT_MS = 15_000;

/** A subject of a stream: its source, or why it may not be shown. */
export type Channel = { key: string } & (
  | { source: ViewSource }
  | { refusal: StreamEvent }
);

/**
 * Sends channels as Server-Sent Events until the browser leaves, the person's
 * credentials expire, or they may see something else than before: then the
 * browser asks again. A browser that reads slowly gets the newest state of each
 * when it is ready, not a queue. The event id says which version of each view
 * the browser has, so that a reconnect only gets what it does not have.
 */
export function sendStream(
  channels: Channel[],
  request: Request,
  response: Response,
  options: {
    expiresAt: Date | undefined;
    /** Aborts when the backend shuts down, which waits for all connections to end. */
    closing: AbortSignal;
    /** Whether permissions and groups are what they were. */
    hasSameRights: () => Promise<boolean>;
    /** See {@link watchAccess}. */
    rightsMs?: number;
    /** Called once for each different refusal. */
    onRefusal?: (message: string) => void;
  },
) {
  const { expiresAt, closing, hasSameRights } = options;
  // They may have left while their rights were read.
  if (response.closed) return;
  const refusals = new RefusalReporter(options.onRefusal);
  response.status(200).set({
    'content-type': 'text/event-stream',
    // no-transform keeps the compression of the root router from buffering.
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  /** The version of each view that the browser has, by channel. */
  const versions = readEventId(request.header('last-event-id'));
  /** The last view that was sent on each channel. */
  const lastViews = new Map<string, StreamEvent>();
  /** Updates that wait until the browser reads on; the newest of each channel and kind. */
  const pendingUpdates = new Map<
    string,
    { key: string; update: StreamUpdate }
  >();
  let isBlocked = false;
  const write = (text: string) => {
    if (!response.write(text)) isBlocked = true;
  };
  const sendPending = () => {
    for (const [id, { key, update }] of pendingUpdates) {
      if (isBlocked) return;
      pendingUpdates.delete(id);
      let head = `event: ${update.name === 'refusal' ? 'view' : update.name}\n`;
      let { data } = update;
      if (update.name === 'view') {
        versions.set(key, update.version);
        head += `id: ${new URLSearchParams([...versions])}\n`;
        data = withoutKnownRows(update.event, lastViews.get(key)) ?? data;
        lastViews.set(key, update.event);
      }
      write(`${head}data: ${message(key, data)}\n\n`);
    }
  };
  const send = (key: string, update: StreamUpdate) => {
    if (update.name === 'view') refusals.report(update.event);
    if (update.name === 'view' && versions.get(key) === update.version) {
      lastViews.set(key, update.event);
      // The browser has this view already: a pending one would be older.
      pendingUpdates.delete(`${key} view`);
      return;
    }
    pendingUpdates.set(`${key} ${update.name}`, { key, update });
    sendPending();
  };
  response.on('drain', () => {
    isBlocked = false;
    sendPending();
  });

  // Sent at once: the browser sees that no proxy buffers the stream.
  write(': open\n\n');
  const unsubscribes = channels.map(channel => {
    if ('source' in channel) {
      return channel.source.subscribe(update => send(channel.key, update));
    }
    refusals.report(channel.refusal);
    const data = JSON.stringify(channel.refusal);
    send(channel.key, { name: 'refusal', data });
    return () => {};
  });
  const heartbeat = setInterval(() => {
    if (!isBlocked) write(': still here\n\n');
  }, HEARTBEAT_MS);
  const sayGoodbye = (reason: string) =>
    response.end(`event: ${GOODBYE}\ndata: ${reason}\n\n`);
  // If the rights cannot be read, the browser gets the reason when it connects again.
  const stopWatching = watchAccess({
    expiresAt,
    hasSameAccess: hasSameRights,
    onLost: sayGoodbye,
    everyMs: options.rightsMs,
  });
  const close = () => sayGoodbye('closing');
  closing.addEventListener('abort', close);
  const end = () => {
    clearInterval(heartbeat);
    stopWatching();
    closing.removeEventListener('abort', close);
    unsubscribes.splice(0).forEach(unsubscribe => unsubscribe());
  };
  request.on('close', end);
  response.on('close', end);
  response.on('error', end);
  // A browser may connect again on an open connection while the backend shuts down,
  // which waits for it.
  if (closing.aborted) close();
}

/**
 * An event as text, without the rows that the last one had already; undefined where
 * it has to be sent whole.
 */
function withoutKnownRows(
  event: StreamEvent,
  last: StreamEvent | undefined,
): string | undefined {
  if (event.kind !== 'resources' || last?.kind !== 'resources')
    return undefined;
  const knownRows = new Set(last.page.rows);
  const rows = event.page.rows.filter(row => !knownRows.has(row));
  return JSON.stringify({ ...event, page: { ...event.page, rows } });
}

/** Reports each refusal once, whether or not it can be sent. */
class RefusalReporter {
  readonly #onRefusal: ((message: string) => void) | undefined;
  readonly #reported = new Set<string>();

  constructor(onRefusal: ((message: string) => void) | undefined) {
    this.#onRefusal = onRefusal;
  }

  report(event: StreamEvent) {
    if (event.kind !== 'refused' || this.#reported.has(event.message)) return;
    this.#reported.add(event.message);
    this.#onRefusal?.(event.message);
  }
}

const message = (key: string, event: string) =>
  `{"subject":${JSON.stringify(key)},"event":${event}}`;

/** The versions of the views that the browser has, from its Last-Event-ID. */
function readEventId(id: string | undefined): Map<string, string> {
  return new Map(new URLSearchParams(id ?? ''));
}

/** The present updates of all channels, as the text of a JSON array. */
export async function readCurrentUpdates(
  channels: Channel[],
  signal: AbortSignal,
  onRefusal?: (message: string) => void,
): Promise<string> {
  const refusals = new RefusalReporter(onRefusal);
  const texts = await Promise.all(
    channels.map(async channel => {
      if ('refusal' in channel) {
        refusals.report(channel.refusal);
        return [message(channel.key, JSON.stringify(channel.refusal))];
      }
      const updates = await readFirstUpdates(channel.source, signal);
      return updates.map(update => {
        if (update.name === 'view') refusals.report(update.event);
        return message(channel.key, update.data);
      });
    }),
  );
  return `[${texts.flat().join(',')}]`;
}

/**
 * The first updates of a source: its view, and how fresh that is.
 *
 * @throws whatever the signal aborts with.
 */
export function readFirstUpdates(
  source: ViewSource,
  signal: AbortSignal,
): Promise<StreamUpdate[]> {
  return new Promise((resolve, reject) => {
    const updates: StreamUpdate[] = [];
    // Freshness comes last: then the view is there.
    const end = source.subscribe(event => {
      updates.push(event);
      if (event.name !== 'freshness') return;
      resolve(updates);
      // A source may call the listener before subscribe has returned.
      queueMicrotask(() => end());
    });
    signal.addEventListener('abort', () => {
      end();
      reject(signal.reason);
    });
  });
}
