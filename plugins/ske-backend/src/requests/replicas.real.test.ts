import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, freePort, testKubeconfig } from '@internal/testbed';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { newCachePromise, newClient } from '../__testUtils__/cachePromise';
import { buildBackendProcess } from '../__testUtils__/backendProcess/build';
import { Portal, backendConfig } from '../__testUtils__/backendProcess/series';
import { BackendProcess } from '../__testUtils__/backendProcess/BackendProcess';

// `npm run test:kill` asks for more than each commit does.
const REQUESTS = process.env.SKE_KILL_POINTS === 'all' ? 200 : 80;
const NAMES = 20;
const TEMPLATE = 'template:default/flask-promise-template';
const { promise, promiseName, type, query } = newCachePromise('Flask');
const client = newClient();
const names = Array.from({ length: NAMES }, (_, n) => `flask-${n}`);
const sizes = ['small', 'large'];

let folder: string;
let replicas: BackendProcess[] = [];
let portals: Portal[] = [];

beforeAll(async () => {
  const built = await buildBackendProcess();
  folder = dirname(built.main);
  await client.create(resourceTypes.promises, promise);
  for (const name of ['first', 'second']) {
    const port = await freePort();
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const backend = await BackendProcess.start(built, name, {
      ...backendConfig('replicas', port, own),
      ske: {
        kubernetes: { kubeconfig: testKubeconfig() },
        pendingRequests: { refreshSeconds: 2 },
        // One person asks for all of them at once.
        rateLimit: { reads: 100_000, writes: 10 * REQUESTS },
      },
    });
    replicas = [...replicas, backend];
    portals = [...portals, new Portal(port)];
  }
  await eventually('the Template', async () => {
    const found = await portals[1].entities(
      'kind=template,metadata.name=flask-promise-template',
    );
    return found.length > 0;
  });
}, 180_000);
afterAll(async () => {
  await Promise.all(replicas.map(replica => replica.kill()));
  await client.delete(resourceTypes.promises, { name: promiseName });
  rmSync(folder, { recursive: true, force: true });
});

/** Which entities there are, again and again, until told to end. */
function watch() {
  const seen: Set<string>[] = [];
  let ended = false;
  const watching = (async () => {
    for (let turn = 0; !ended; turn += 1) {
      const found = await portals[turn % 2].entities(
        `kind=component,metadata.annotations.kratix.io/promise-name=${promiseName},metadata.annotations.kratix.io/type=resource`,
      );
      seen.push(new Set(found.map(({ metadata }) => metadata.name)));
      // It waits for nothing: this is how often somebody looks.
      await sleep(150);
    }
  })();
  return async () => {
    ended = true;
    await watching;
    return seen;
  };
}
let end: ReturnType<typeof watch> | undefined;
// Also when the test has failed: the backends it asks are stopped next.
afterEach(() => end?.());

/** Entities that went away and came back. */
function flickering(seen: Set<string>[]): string[] {
  const all = new Set(seen.flatMap(names_ => [...names_]));
  return [...all].filter(name => {
    const there = seen.map(one => one.has(name));
    const changes = there.filter((now, n) => n > 0 && now !== there[n - 1]);
    // It comes, and what only stands for a request goes; never twice.
    return changes.length > (name.includes('-request') ? 2 : 1);
  });
}

it(`${REQUESTS} requests on ${NAMES} names, by two backends: none is lost, none is double, nothing flickers`, async () => {
  end = watch();
  const wanted = Array.from({ length: REQUESTS }, (_, n) => ({
    name: names[n % NAMES],
    size: sizes[Math.floor(n / NAMES) % 2],
    portal: portals[Math.floor(n / 7) % 2],
  }));
  const tasks = await Promise.all(
    wanted.map(({ name, size, portal }) =>
      portal.submit(TEMPLATE, {
        objname: name,
        objnamespace: 'default',
        spec: { size },
      }),
    ),
  );
  expect(new Set(tasks).size).toBe(REQUESTS);

  const open = new Set(names);
  const settle = async () => {
    for (const name of open) {
      const records = await portals[0].requests(query(name));
      const done = records.filter(({ state }) => state === 'done');
      if (done.length === REQUESTS / NAMES) open.delete(name);
    }
    return open.size === 0;
  };
  await eventually('the end of all requests', settle, {
    ...{ patienceMs: 240_000, pauseMs: 500 },
  });
  const states = await Promise.all(
    tasks.map((task, n) => portals[n % 2].task(task!)),
  );
  expect(new Set(states)).toEqual(new Set(['completed']));

  for (const name of names) {
    const records = await portals[1].requests(query(name));
    const outcomes = records.map(({ outcome }) => outcome);
    expect([name, new Set(outcomes)]).toEqual([
      name,
      new Set(outcomes.includes('ready') ? outcomes : ['ready']),
    ]);
    const key = { namespace: 'default', name };
    const { spec } = await client.get(type, key);
    expect(sizes).toContain(spec?.size);
  }
  const seen = await eventually('one entity each', async () => {
    const left = await portals[0].entities(
      `kind=component,metadata.annotations.kratix.io/promise-name=${promiseName},metadata.annotations.kratix.io/type=resource`,
    );
    const present = left.map(({ metadata }) => metadata.name).sort();
    return (
      JSON.stringify(present) ===
        JSON.stringify(names.map(name => `${name}-flask`).sort()) && end!()
    );
  });
  expect(flickering(seen)).toEqual([]);
}, 360_000);
