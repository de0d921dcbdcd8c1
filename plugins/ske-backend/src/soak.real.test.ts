import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  freePort,
  startFaultProxy,
  testKubeconfig,
  type FaultProxy,
} from '@internal/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { stringify } from 'yaml';
import {
  newCachePromise,
  newClient,
  requestCache,
} from './__testUtils__/cachePromise';
import { writeKubeconfig } from './__testUtils__/kubeconfig';
import { buildVictim } from './__testUtils__/victim/build';
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
const decoded = (base64: string | undefined) =>
  Buffer.from(base64 ?? '', 'base64').toString();

beforeAll(async () => {
  built = await buildVictim();
  folder = mkdtempSync(join(tmpdir(), 'ske-soak-'));
  await client.create(resourceTypes.promises, promise);
  await requestCache(client, type, ref('one'));
  const direct = new KubeConfig();
  direct.loadFromFile(testKubeconfig());
  const cluster = direct.getCurrentCluster()!;
  const user = direct.getCurrentUser()!;
  proxy = await startFaultProxy({
    url: cluster.server,
    ca: decoded(cluster.caData),
    cert: decoded(user.certData),
    key: decoded(user.keyData),
  });
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

/** Tells how often each status came. */
function counting() {
  const counts: Record<string, number> = {};
  return {
    counts,
    count: (status: number) => {
      counts[status] = (counts[status] ?? 0) + 1;
    },
  };
}

/** Far too much of everything, by one person. */
async function greed(signal: AbortSignal) {
  const streams = counting();
  const subjects = counting();
  const dryRuns = counting();
  const reconnects = counting();
  const large = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, n) => [`key${n}`, 'x'.repeat(20)]),
  );
  const texts = [
    JSON.stringify(manifest({ size: 'small', large })),
    stringify(
      manifest({ size: 'small', large: Object.entries(large).slice(0, 9_000) }),
    ),
  ];
  const ofStreams = Array.from({ length: 200 }, async (_, n) => {
    await sleep((n * WORK_MS) / 400);
    const response = await fetch(
      `${base}/v1/stream?subject=${encodeURIComponent(subject('one'))}`,
      { headers: headersOf(GREEDY), signal },
    ).catch(() => undefined);
    if (!response) return;
    streams.count(response.status);
    await response.text().catch(() => undefined);
  });
  // Over the whole time, whether or not there is an answer yet.
  const inTurn = async (times: number, ask: (n: number) => Promise<void>) => {
    const asked: Promise<void>[] = [];
    for (let n = 0; n < times; n += 1) {
      asked.push(ask(n));
      await sleep((WORK_MS - 5_000) / times);
    }
    await Promise.all(asked);
  };
  await Promise.all([
    inTurn(50, async turn => {
      const search = Array.from({ length: 40 }, (_, n) =>
        encodeURIComponent(
          `resource/${encodeURIComponent(
            `hostile${turn}.org/v1`,
          )}/Kind${n}/default/x`,
        ),
      ).join('&subject=');
      subjects.count(
        await call(GREEDY, `/v1/stream?once=true&subject=${search}`),
      );
    }),
    inTurn(100, async turn =>
      dryRuns.count(
        await call(GREEDY, '/v1/dry-run', {
          manifest: texts[turn % texts.length],
          mode: 'create',
        }),
      ),
    ),
    inTurn(1_000, async () =>
      reconnects.count(await call(GREEDY, '/v1/reconnect', { now: true })),
    ),
  ]);
  return {
    ended: Promise.all(ofStreams),
    counts: {
      streams: streams.counts,
      subjects: subjects.counts,
      'dry runs': dryRuns.counts,
      reconnects: reconnects.counts,
    },
  };
}

it('one person who asks for far too much is no trouble to ten others', async () => {
  // What is read for the first time is read for the first time.
  await work(5_000);
  await victim.measure();
  const before = proxy.count();
  const alone = await work();
  const asked = proxy.count() - before;
  const calm = await victim.measure();

  const stop = new AbortController();
  const start = proxy.count();
  const [beside, greedy] = await Promise.all([work(), greed(stop.signal)]);
  const askedMore = proxy.count() - start - asked;
  const busy = await victim.measure();
  stop.abort();
  await greedy.ended;
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
    answers: greedy.counts,
  };
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'soak.json'),
    `${JSON.stringify(figures, null, 2)}\n`,
  );
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);

  expect([alone.failed, beside.failed]).toEqual([[], []]);
  // Each kind has its limit, or costs nothing.
  expect(greedy.counts.streams).toEqual({ 200: 50, 429: 150 });
  expect(greedy.counts.reconnects).toEqual({ 200: 20, 429: 980 });
  expect(greedy.counts.subjects[200] ?? 0).toBeLessThanOrEqual(50);
  // Those that are read are few: they are long.
  expect(greedy.counts['dry runs'][200]).toBeLessThan(20);
  // A dry run asks for the object, and tries it.
  expect(askedMore).toBeLessThan(100 * 3 + 50);
  expect(after.heapMb).toBeLessThanOrEqual(calm.heapMb * 1.5);
}, 180_000);
