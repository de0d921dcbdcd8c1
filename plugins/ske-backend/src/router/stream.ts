import type { Request, Response } from 'express';
import type { LiveSource } from '../live/LiveSource';

const HEARTBEAT_MS = 15_000;

/**
 * Sends a source as Server-Sent Events until the browser leaves. A browser
 * that reads slowly gets the newest state when it is ready, not a queue.
 */
export function sendStream(
  source: LiveSource,
  request: Request,
  response: Response,
) {
  response.status(200).set({
    'content-type': 'text/event-stream',
    // no-transform keeps the compression of the root router from buffering.
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();

  const waiting = new Map<string, string>();
  let blocked = false;
  const write = (text: string) => {
    if (!response.write(text)) blocked = true;
  };
  const flush = () => {
    for (const [name, data] of waiting) {
      if (blocked) return;
      waiting.delete(name);
      write(`event: ${name}\ndata: ${data}\n\n`);
    }
  };
  response.on('drain', () => {
    blocked = false;
    flush();
  });
  const unsubscribe = source.subscribe(({ name, data }) => {
    waiting.set(name, data);
    flush();
  });
  const heartbeat = setInterval(() => {
    if (!blocked) write(': still here\n\n');
  }, HEARTBEAT_MS);
  const end = () => {
    clearInterval(heartbeat);
    unsubscribe();
  };
  request.on('close', end);
  response.on('error', end);
}

/** The first picture of a source. @throws whatever the signal aborts with. */
export function firstPicture(
  source: LiveSource,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const ending = new AbortController();
    const settle = (data: string) => {
      resolve(data);
      // A source may tell what it knows before subscribe has returned.
      queueMicrotask(() => ending.abort());
    };
    const end = source.subscribe(({ name, data }) => {
      if (name === 'view' || data.includes('"stale"')) settle(data);
    });
    ending.signal.addEventListener('abort', end);
    signal.addEventListener('abort', () => {
      end();
      reject(signal.reason);
    });
  });
}
