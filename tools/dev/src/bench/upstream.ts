import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultProxy } from '@internal/testbed';
import { ratio, type Row } from './row';

/** How many pages one person has open. */
export const PAGES = [1, 10, 100];
const POLL_MS = 10_000;

/** What a page of the Kubernetes plugin would ask for to show the same. */
const POLLED = [
  '/apis/marketplace.example.org/v1alpha1/redis',
  '/apis/platform.kratix.io/v1alpha1/works',
  '/apis/batch/v1/jobs',
  '/api/v1/pods',
];

/** Counts the requests that reach the platform for open pages: our streams, and polling. */
export async function measureUpstreamRequests(options: {
  /** Backend of the production build. */
  url: string;
  token: string;
  /** Between the backend and the platform. */
  ours: FaultProxy;
  /** Between the poller and the platform. */
  theirs: FaultProxy;
  seconds: number;
  say: (text: string) => void;
}): Promise<Row[]> {
  const { url, token, ours, theirs, seconds, say } = options;
  const rows: Row[] = [];
  for (const pages of PAGES) {
    say(`${pages} open pages for ${seconds} s …`);
    const leave = new AbortController();
    await openStreams(url, token, pages, leave.signal);
    // Requests for opening the pages do not count.
    const before = { ours: ours.count(), theirs: theirs.count() };
    await Promise.race([
      sleep(seconds * 1_000),
      poll(theirs.url, pages, leave.signal),
    ]);
    const sent = {
      ours: ours.count() - before.ours,
      theirs: theirs.count() - before.theirs,
    };
    leave.abort();
    rows.push({
      what: `upstream requests, ${pages} open page${pages > 1 ? 's' : ''}`,
      ours: `${sent.ours} in ${seconds} s`,
      against: `${sent.theirs} in ${seconds} s (polling)`,
      ratio: ratio(sent.ours, sent.theirs),
      how: `Counted by a proxy in front of the API server while nothing changes but the platform's own beat. Peer: the Kubernetes plugin's way, ${
        POLLED.length
      } lists each ${
        POLL_MS / 1_000
      } s per page. Goal: independent of the pages; what is left is watches that the API server ends and that are resumed.`,
    });
  }
  return rows;
}

async function openStreams(
  url: string,
  token: string,
  pages: number,
  signal: AbortSignal,
) {
  const subject =
    'resource/marketplace.example.org%2Fv1alpha1/Redis/default/checkout-cache';
  await Promise.all(
    Array.from({ length: pages }, async () => {
      const response = await fetch(
        `${url}/api/ske/v1/stream?${new URLSearchParams({ subject })}`,
        { headers: { authorization: `Bearer ${token}` }, signal },
      );
      if (!response.ok) throw new Error(await response.text());
      const reader = response.body!.getReader();
      await reader.read();
      void drain(reader, signal);
    }),
  );
}

async function drain(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
) {
  try {
    while (!(await reader.read()).done);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Asks again and again, each page by itself, until the signal aborts. */
async function poll(url: string, pages: number, signal: AbortSignal) {
  await Promise.all(
    Array.from({ length: pages }, async () => {
      // Pages are not opened at the same moment.
      await sleep(Math.random() * POLL_MS);
      while (!signal.aborted) {
        await Promise.all(
          POLLED.map(async path => (await fetch(`${url}${path}`)).text()),
        );
        await sleep(POLL_MS);
      }
    }),
  );
}
