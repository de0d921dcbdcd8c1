import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  eventually,
  freePort,
  startFaultProxy,
  testKubeconfig,
  upstreamOf,
  type FaultProxy,
} from '@internal/testbed';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import {
  newCachePromise,
  newClient,
  requestCache,
} from './__testUtils__/cachePromise';
import { writeKubeconfig } from './__testUtils__/kubeconfig';
import { buildBackendProcess } from './__testUtils__/backendProcess/build';
import { GreedyClient } from './__testUtils__/backendProcess/GreedyClient';
import { backendConfig } from './__testUtils__/backendProcess/series';
import {
  BackendProcess,
  type Measured,
} from './__testUtils__/backendProcess/BackendProcess';

// One person asks for far too much, beside ten people at work. What those ask for
// succeeds, and the platform is asked no more than it should be; how much longer they
// wait is written to .cache/test/soak.json.

const PEOPLE = Array.from({ length: 10 }, (_, n) => `person-${n}`);
const GREEDY = 'greedy-person';
/** What is far too much for a minute comes in half of one. */
const WORK_MS = 30_000;
const client = newClient();
const { promise, promiseName, ref, query, subject, type } =
  newCachePromise('Tub');
const results = resolve(__dirname, '../../../.cache/test');

let built: Awaited<ReturnType<typeof buildBackendProcess>>;
let proxy: FaultProxy;
let backend: BackendProcess;
let folder: string;
let base: string;

const tokenOf = (person: string) => `${person}-token-of-the-soak`;

beforeAll(async () => {
  built = await buildBackendProcess();
  folder = mkdtempSync(join(tmpdir(), 'ske-soak-'));
  await client.create(resourceTypes.promises, promise);
  await requestCache(client, type, ref('one'));
  proxy = await startFaultProxy(upstreamOf(testKubeconfig()));
  const kubeconfig = writeKubeconfig(proxy.url);
  const port = await freePort();
  base = `http://localhost:${port}/api/ske`;
  const config = backendConfig('soak', port, folder);
  backend = await BackendProcess.start(built, 'soak', {
    ...config,
    backend: {
      ...(config.backend as object),
      auth: {
        externalAccess: [...PEOPLE, GREEDY].map(person => ({
          type: 'static',
          options: { token: tokenOf(person), subject: person },
        })),
      },
    },
    ske: { kubernetes: { kubeconfig } },
  });
}, 180_000);
afterAll(async () => {
  await backend?.kill();
  await proxy?.stop();
  await client.delete(resourceTypes.promises, { name: promiseName });
  rmSync(folder, { recursive: true, force: true });
  rmSync(dirname(built.main), { recursive: true, force: true });
}, 60_000);

const headersOf = (person: string) => ({
  authorization: `Bearer ${tokenOf(person)}`,
  'content-type': 'application/json',
});

async function call(person: string, path: string, body?: object) {
  const response = await fetch(`${base}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: headersOf(person),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  await response.arrayBuffer();
  return response.status;
}

const manifest = (spec: object) => ({
  ...{ apiVersion: ref('one').apiVersion, kind: 'Tub' },
  metadata: { name: 'one', namespace: 'default' },
  spec,
});

/** What ten people do for a while: how long each answer took, and which failed. */
async function work(ms = WORK_MS) {
  const times: number[] = [];
  const failed: string[] = [];
  const end = Date.now() + ms;
  await Promise.all(
    PEOPLE.map(async (person, index) => {
      // People begin one after the other, and think between two questions.
      await sleep(index * 100);
      while (Date.now() < end) {
        for (const [path, body] of [
          [`/v1/resource?${query('one')}`],
          [`/v1/access?subject=${encodeURIComponent(subject('one'))}`],
          [
            '/v1/dry-run',
            {
              manifest: JSON.stringify(manifest({ size: 'large' })),
              mode: 'update',
            },
          ],
        ] as [string, object?][]) {
          const started = performance.now();
          const status = await call(person, path, body);
          times.push(performance.now() - started);
          if (status !== 200) failed.push(`${status} ${path}`);
          await sleep(300);
        }
      }
    }),
  );
  times.sort((a, b) => a - b);
  return { failed, p95: times[Math.floor(times.length * 0.95)] };
}

it('one person who asks for far too much is no trouble to ten others', async () => {
  // Caches are filled before anything is measured.
  await work(5_000);
  await backend.measure();
  const before = proxy.count();
  const alone = await work();
  const asked = proxy.count() - before;
  const calm = await backend.measure();

  const start = proxy.count();
  const greedy = new GreedyClient(built, {
    base,
    token: tokenOf(GREEDY),
    manifest: manifest({ size: 'small' }),
    subject: subject('one'),
    ms: WORK_MS,
  });
  const [beside, counts] = await Promise.all([work(), greedy.counts]);
  const askedMore = proxy.count() - start - asked;
  const busy = await backend.measure();
  await greedy.stop();
  let after: Measured = busy;
  const isSmall = () => after.heapMb <= calm.heapMb * 1.5;
  await eventually(
    'a heap about as small as before',
    async () => {
      if (!isSmall()) after = await backend.measure();
      return isSmall();
    },
    { patienceMs: 10_000, pauseMs: 500 },
    // The figures are written first, and then compared.
  ).catch(() => {});

  const figures = {
    'p95 alone, ms': Math.round(alone.p95),
    'p95 beside, ms': Math.round(beside.p95),
    ratio: Number((beside.p95 / alone.p95).toFixed(2)),
    'event loop held up at most, ms': busy.blockedMs,
    'event loop alone, ms': calm.blockedMs,
    'asked of the platform alone': asked,
    'asked of it more': askedMore,
    'heap before, during, after, MB': [calm, busy, after].map(m => m.heapMb),
    answers: counts,
  };
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'soak.json'),
    `${JSON.stringify(figures, null, 2)}\n`,
  );
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);

  expect([alone.failed, beside.failed]).toEqual([[], []]);
  // Each kind has its limit, or costs nothing.
  expect(counts.streams).toEqual({ 200: 50, 429: 150 });
  expect(counts.reconnects).toEqual({ 200: 20, 429: 980 });
  expect(counts.subjects[200] ?? 0).toBeLessThanOrEqual(50);
  // A long manifest counts many times against rateLimit.dryRuns.
  expect(counts.dryRuns[200]).toBeLessThan(10);
  // Each accepted dry run sends up to 3 requests to the API server; 100 more for the
  // differences between two rounds of work.
  expect(askedMore).toBeLessThan(10 * 3 + 100);
  expect(after.heapMb).toBeLessThanOrEqual(calm.heapMb * 1.5);
}, 180_000);
