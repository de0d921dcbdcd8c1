import { GOODBYE, type StreamEvent } from '@syntasso/plugin-ske-common';
import type { Request, Response } from 'express';
import type { ViewSource, StreamUpdate } from '../live/LiveSource';

const HEARTBEAT_MS = 15_000;
/** How often it is asked whether the person still sees the same. */
export const RIGHTS_MS = 4 * 60_000;

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
 * the browser has, so that a reconnect is told only what it does not know.
 */
export function sendStream(
  channels: Channel[],
  request: Request,
  response: Response,
  options: {
    expiresAt: Date | undefined;
    /** The backend is about to end: it waits for all connections to do so, too. */
    closing: AbortSignal;
    /** Whether permissions, groups and audience are what they were. */
    hasSameRights: () => Promise<boolean>;
    /** Default: 4 min. */
    rightsMs?: number;
    /** A subject may not be shown; told once for each reason. */
    onRefusal?: (message: string) => void;
  },
) {
  const { expiresAt, closing, hasSameRights } = options;
  // They may have left while it was found out what they may see.
  if (response.closed) return;
  const refusals = new RefusalReporter(options.onRefusal);
  response.status(200).set({
    'content-type': 'text/event-stream',
    // no-transform keeps the compression of the root router from buffering.
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  const known = readEventId(request.header('last-event-id'));
  const sent = new Map<string, StreamEvent>();
  const waiting = new Map<string, { key: string; told: StreamUpdate }>();
  let blocked = false;
  const write = (text: string) => {
    if (!response.write(text)) blocked = true;
  };
  const flush = () => {
    for (const [id, { key, told }] of waiting) {
      if (blocked) return;
      waiting.delete(id);
      let head = `event: ${told.name}\n`;
      let { data } = told;
      if (told.name === 'view') {
        known.set(key, told.version);
        head += `id: ${new URLSearchParams([...known])}\n`;
        data = withoutKnownRows(told.event, sent.get(key)) ?? data;
        sent.set(key, told.event);
      }
      write(`${head}data: ${message(key, data)}\n\n`);
    }
  };
  const take = (key: string, told: StreamUpdate) => {
    refusals.reportOnce(told.data);
    if (told.name === 'view' && known.get(key) === told.version) {
      sent.set(key, told.event);
      // What the browser has is the present again; nothing newer may overtake.
      waiting.delete(`${key} view`);
      return;
    }
    waiting.set(`${key} ${told.name}`, { key, told });
    flush();
  };
  response.on('drain', () => {
    blocked = false;
    flush();
  });

  // The first bytes tell the browser that nothing in between buffers.
  write(': open\n\n');
  const endings = channels.map(channel => {
    if ('source' in channel) {
      return channel.source.subscribe(told => take(channel.key, told));
    }
    const data = JSON.stringify(channel.refusal);
    take(channel.key, { name: 'freshness', data });
    return () => {};
  });
  const heartbeat = setInterval(() => {
    if (!blocked) write(': still here\n\n');
  }, HEARTBEAT_MS);
  const leave = (why: string) =>
    response.end(`event: ${GOODBYE}\ndata: ${why}\n\n`);
  const goodbye =
    expiresAt &&
    setTimeout(
      () => leave('expired'),
      Math.min(expiresAt.getTime() - Date.now(), 2 ** 31 - 1),
    );
  // Where nobody can say it, the browser is told why when it asks again.
  const rights = setInterval(
    () =>
      void hasSameRights()
        .catch(() => false)
        .then(same => same || leave('rights')),
    options.rightsMs ?? RIGHTS_MS,
  );
  const close = () => leave('closing');
  closing.addEventListener('abort', close);
  const end = () => {
    clearInterval(heartbeat);
    clearInterval(rights);
    clearTimeout(goodbye);
    closing.removeEventListener('abort', close);
    endings.splice(0).forEach(stop => stop());
  };
  request.on('close', end);
  response.on('close', end);
  response.on('error', end);
}

/**
 * An event as text, without the rows that the last one had already; undefined
 * where it has to be sent as it is.
 */
function withoutKnownRows(
  event: StreamEvent,
  last: StreamEvent | undefined,
): string | undefined {
  if (event.kind !== 'resources' || last?.kind !== 'resources')
    return undefined;
  const had = new Set(last.page.rows);
  const rows = event.page.rows.filter(row => !had.has(row));
  return JSON.stringify({ ...event, page: { ...event.page, rows } });
}

/** Tells of each refusal once, whatever becomes of the stream. */
class RefusalReporter {
  readonly #tell: ((message: string) => void) | undefined;
  readonly #told = new Set<string>();

  constructor(tell: ((message: string) => void) | undefined) {
    this.#tell = tell;
  }

  reportOnce(data: string) {
    if (!data.startsWith(REFUSED) || this.#told.has(data)) return;
    this.#told.add(data);
    const { message: why } = JSON.parse(data) as { message: string };
    this.#tell?.(why);
  }
}

const REFUSED = '{"kind":"refused"';

const message = (key: string, event: string) =>
  `{"subject":${JSON.stringify(key)},"event":${event}}`;

/** Which version of which view the browser says it has. */
function readEventId(id: string | undefined): Map<string, string> {
  return new Map(new URLSearchParams(id ?? ''));
}

/** Everything that channels say now, as the text of a JSON array. */
export async function readCurrentUpdates(
  channels: Channel[],
  signal: AbortSignal,
  onRefusal?: (message: string) => void,
): Promise<string> {
  const refusals = new RefusalReporter(onRefusal);
  const texts = await Promise.all(
    channels.map(async channel => {
      if ('refusal' in channel) {
        const data = JSON.stringify(channel.refusal);
        refusals.reportOnce(data);
        return [message(channel.key, data)];
      }
      const told = await readFirstUpdates(channel.source, signal);
      return told.map(({ data }) => {
        refusals.reportOnce(data);
        return message(channel.key, data);
      });
    }),
  );
  return `[${texts.flat().join(',')}]`;
}

/**
 * What a source says once it says anything.
 *
 * @throws whatever the signal aborts with.
 */
export function readFirstUpdates(
  source: ViewSource,
  signal: AbortSignal,
): Promise<StreamUpdate[]> {
  return new Promise((resolve, reject) => {
    const told: StreamUpdate[] = [];
    // Freshness is told last, so a picture is whole when it comes.
    const end = source.subscribe(event => {
      told.push(event);
      if (event.name !== 'freshness') return;
      resolve(told);
      // A source may tell what it knows before subscribe has returned.
      queueMicrotask(() => end());
    });
    signal.addEventListener('abort', () => {
      end();
      reject(signal.reason);
    });
  });
}
