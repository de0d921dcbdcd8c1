import { mockCredentials } from '@backstage/backend-test-utils';
import {
  startFaultProxy,
  testKubeconfig,
  upstreamOf,
  type FaultProxy,
} from '@internal/testbed';
import {
  at,
  streamMessageSchema,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { startBackend, type TestBackend } from './__testUtils__/backend';
import {
  newCachePromise,
  newClient,
  requestCache,
} from './__testUtils__/cachePromise';
import { writeKubeconfig } from './__testUtils__/kubeconfig';

const ROUNDS = 100;
const NAMES = Array.from({ length: 10 }, (_, index) => `crate-${index}`);
const PAGES = 5;

const { promise, promiseName, ref, subject, type } = newCachePromise('Crate');
const client = newClient();

let proxy: FaultProxy;
let backend: TestBackend;

beforeAll(async () => {
  proxy = await startFaultProxy(upstreamOf(testKubeconfig()));
  const kubeconfig = writeKubeconfig(proxy.url);
  backend = await startBackend({
    config: { ske: { kubernetes: { kubeconfig } } },
  });
  await client.create(resourceTypes.promises, promise);
  for (const name of NAMES) await requestCache(client, type, ref(name));
}, 60_000);
afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: promiseName });
  await backend.stop();
  await proxy.stop();
});

/** A page that is open: what it was told last about each Resource. */
async function openPage(signal: AbortSignal) {
  const told = new Map<string, { view?: StreamEvent; fresh?: StreamEvent }>();
  const wakers = new Set<() => void>();
  const search = new URLSearchParams(
    NAMES.map(name => ['subject', subject(name)]),
  );
  const response = await fetch(`${backend.api}/ske/v1/stream?${search}`, {
    headers: { authorization: mockCredentials.user.header() },
    signal,
  });
  const read = async () => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split(
        '\n\n',
      );
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (!data) continue;
        const message = streamMessageSchema.parse(JSON.parse(data));
        const { event } = message;
        told.set(message.subject, {
          ...told.get(message.subject),
          ...(event.kind === 'freshness' ? { fresh: event } : { view: event }),
        });
        wakers.forEach(wake => wake());
      }
    }
  };
  const reading = read().catch(error => {
    if (!signal.aborted) throw error;
  });
  return {
    reading,
    /** Resolves once each Resource is shown fresh, as of this round. */
    async shows(round: number) {
      const holds = () =>
        NAMES.every(name => {
          const { view, fresh } = told.get(subject(name)) ?? {};
          return (
            at(view, 'view', 'manifest', 'metadata', 'annotations', 'round') ===
              String(round) && at(fresh, 'freshness', 'state') === 'live'
          );
        });
      while (!holds()) {
        await new Promise<void>(resolve => {
          const wake = () => {
            wakers.delete(wake);
            resolve();
          };
          wakers.add(wake);
        });
      }
    },
  };
}

it('leaves every page with the final state, fresh, after 100 cuts during 1 000 changes', async () => {
  const leave = new AbortController();
  const pages = await Promise.all(
    Array.from({ length: PAGES }, () => openPage(leave.signal)),
  );
  for (let round = 1; round <= ROUNDS; round++) {
    await Promise.all(
      NAMES.map(name =>
        client.patch(
          type,
          { namespace: 'default', name },
          { metadata: { annotations: { round: String(round) } } },
        ),
      ),
    );
    proxy.cut();
  }
  await Promise.all(pages.map(page => page.shows(ROUNDS)));
  leave.abort();
  await expect(
    Promise.all(pages.map(({ reading }) => reading)),
  ).resolves.toHaveLength(PAGES);
}, 120_000);
