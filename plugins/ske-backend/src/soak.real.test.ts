import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
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
import { buildVictim } from './__testUtils__/victim/build';
import { Greed } from './__testUtils__/victim/Greed';
import { victimConfig } from './__testUtils__/victim/series';
import { Victim, type Measured } from './__testUtils__/victim/Victim';

// One person asks for far too much, beside ten people at work: those notice
// nothing, and the platform is asked no more than it should be.

const PEOPLE = Array.from({ length: 10 }, (_, n) => `person-${n}`);
const GREEDY = 'greedy-person';
/** What is far too much for a minute comes in half of one. */
const WORK_MS = 30_000;
const client = newClient();
const { promise, promiseName, ref, query, subject, type } =
  newCachePromise('Tub');
const results = resolve(__dirname, '../../../.cache/test');

let built: Awaited<ReturnType<typeof buildVictim>>;
let proxy: FaultProxy;
let victim: Victim;
let folder: string;
let base: string;

const tokenOf = (person: string) => `${person}-token-of-the-soak`;

beforeAll(async () => {
  built = await buildVictim();
  folder = mkdtempSync(join(tmpdir(), 'ske-soak-'));
  await client.create(resourceTypes.promises, promise);
  await requestCache(client, type, ref('one'));
  proxy = await startFaultProxy(upstreamOf(testKubeconfig()));
  const kubeconfig = writeKubeconfig(proxy.url);
  const port = await freePort();
  base = `http://localhost:${port}/api/ske`;
  const config = victimConfig('soak', port, folder);
  victim = await Victim.start(built, 'soak', {
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
  await victim?.kill();
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
  // What is read for the first time is read for the first time.
  await work(5_000);
  await victim.measure();
  const before = proxy.count();
  const alone = await work();
  const asked = proxy.count() - before;
  const calm = await victim.measure();

  const start = proxy.count();
  const greedy = new Greed(built, {
    base,
    token: tokenOf(GREEDY),
    manifest: manifest({ size: 'small' }),
    subject: subject('one'),
    ms: WORK_MS,
  });
  const [beside, counts] = await Promise.all([work(), greedy.counts]);
  const askedMore = proxy.count() - start - asked;
  const busy = await victim.measure();
  await greedy.stop();
  let after: Measured = busy;
  for (let n = 0; n < 20 && after.heapMb > calm.heapMb * 1.5; n += 1) {
    await sleep(500);
    after = await victim.measure();
  }

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
  // Those that are read are few: they are long.
  expect(counts.dryRuns[200]).toBeLessThan(10);
  // A dry run asks for the object, and tries it; ten at work ask for a little
  // more or less.
  expect(askedMore).toBeLessThan(10 * 3 + 100);
  expect(after.heapMb).toBeLessThanOrEqual(calm.heapMb * 1.5);
}, 180_000);
