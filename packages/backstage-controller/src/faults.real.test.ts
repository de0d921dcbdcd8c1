import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import {
  countCommits,
  eventually,
  startFaultProxy,
  testKubeconfig,
  upstreamOf,
  type Fault,
  type FaultProxy,
  type Matching,
} from '@internal/testbed';
import { conditionsOf, type Manifest } from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import {
  buildController,
  type Built,
} from './__testUtils__/controllerProcess/build';
import { ControllerPod } from './__testUtils__/controllerProcess/ControllerPod';
import { ControllerProcess } from './__testUtils__/controllerProcess/ControllerProcess';
import type { KillPoint } from './__testUtils__/controllerProcess/measured';
import { Changes } from './__testUtils__/faults/Changes';
import { expectedOutputs } from './__testUtils__/faults/expectedOutputs';
import {
  bucketPlace,
  repositoryPlace,
  worksPlace,
  type DistantPlace,
  type Place,
} from './__testUtils__/faults/places';
import { untilRight } from './__testUtils__/faults/untilRight';
import {
  newTestPlatform,
  type TestPlatform,
} from './__testUtils__/realPlatform';
import {
  controllerTypes,
  FIELD_MANAGER,
  MANAGED_BY,
  OUTPUT_ANNOTATION,
} from './platform/names';
import type { OutputId } from './writers/EntityWriter';
import { workNameOf } from './writers/work';

// Controllers in processes of their own are killed, suspended, and kept from what they need,
// while a Promise and its Resources change. In the end there is what the generator makes of
// the objects that are there, and nothing else. With each commit another sample of the
// points is visited; `npm run test:kill:controller` visits all, and what is away then is so
// for a minute.

const all = process.env.SKE_KILL_POINTS === 'all';
const PATIENCE_MS = all ? 300_000 : 60_000;
const AWAY_MS = 60_000;
jest.setTimeout(all ? 30 * 60_000 : 180_000);

const { promises, works } = resourceTypes;
const ALONE: JsonObject = { enabled: false };
const REPLICAS: JsonObject = {
  leaseDuration: '3s',
  renewDeadline: '2s',
  retryPeriod: '300ms',
};

const endings: (() => Promise<unknown>)[] = [];
let built: Built;
beforeAll(async () => {
  built = await buildController();
}, 60_000);
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
afterAll(() => built.remove());

/** Prepares a platform with a Promise that is bound. */
async function prepare() {
  const test = await newTestPlatform();
  const { client, promise } = test;
  endings.push(() =>
    client.delete(promises, { name: promise }).catch(ifNotFound),
  );
  await client.create(
    promises,
    test.promiseWith({ 'kratix.io/backstage': 'true' }),
  );
  return { test, changes: new Changes(test) };
}

async function open<P extends Place>(opened: P | Promise<P>): Promise<P> {
  const place = await opened;
  endings.push(() => place.stop());
  return place;
}

const optionsOf = (
  { namespace, labels }: TestPlatform,
  { output }: Place,
  leaderElection: JsonObject,
  kubeconfig = testKubeconfig(),
) => ({
  kubeconfig,
  run: namespace,
  config: {
    namespace,
    http: { port: 0 },
    backstage: { destination: { labels } },
    leaderElection,
    output,
  },
});

/** Starts one that has no others beside it, and is not started again. */
function start(test: TestPlatform, place: Place, killAt?: KillPoint) {
  const controller = ControllerProcess.start(
    built,
    test.namespace,
    optionsOf(test, place, ALONE),
    killAt,
  );
  endings.push(() => controller.kill());
  return controller;
}

/** Starts a replica, again and again. */
function startReplica(
  test: TestPlatform,
  place: Place,
  name: string,
  kubeconfig?: string,
) {
  const pod = new ControllerPod(
    built,
    `${test.namespace}-${name}`,
    optionsOf(test, place, REPLICAS, kubeconfig),
  );
  endings.push(() => pod.stop());
  return pod;
}

/** A proxy before the API server, and how a controller goes through it. */
async function startProxy(): Promise<{
  proxy: FaultProxy;
  kubeconfig: string;
}> {
  const proxy = await startFaultProxy(upstreamOf(testKubeconfig()));
  endings.push(() => proxy.stop());
  const kubeconfig = join(
    built.folder,
    `kubeconfig-${new URL(proxy.url).port}.json`,
  );
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'x' },
      clusters: [
        {
          name: 'x',
          cluster: { server: proxy.url, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: 'x', user: {} }],
      contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
    }),
  );
  return { proxy, kubeconfig };
}

const reasonsOn = async ({ client, promise }: TestPlatform) =>
  conditionsOf(await client.get(promises, { name: promise })).map(
    ({ reason }) => reason,
  );

/** Starts one more when all is right. @returns what it has done with all outputs */
async function compareAgain(test: TestPlatform, place: Place) {
  const controller = start(test, place);
  const outputs = await expectedOutputs(test);
  return eventually('that all is compared', async () => {
    const { written, unchanged, removed } = await controller.countOutputs();
    const isDone = written + unchanged + removed >= outputs.length;
    return isDone && { written, removed };
  });
}

describe('killed', () => {
  /** Before and after each of the first 15 writes of a process. */
  const points = Array.from(
    { length: 30 },
    (_, index): KillPoint => ({
      when: index % 2 === 0 ? 'before' : 'after',
      write: 1 + Math.floor(index / 2),
    }),
  );

  /** Far apart from each other; others with each commit. */
  function sampleOf(size: number): KillPoint[] {
    if (all) return points;
    const step = Math.floor(points.length / size);
    const first = countCommits();
    return Array.from(
      { length: size },
      (_, index) => points[(first + index * step) % points.length],
    );
  }

  /** What was killed where, for people. */
  function writeTable(what: string, visited: KillPoint[]) {
    const folder = join(__dirname, '../../../.cache/test');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `kill-controller-${what}.md`),
      [
        '| point | killed |',
        '| --- | --- |',
        ...visited.map(
          ({ when, write }, index) =>
            `| ${index + 1} | ${when} write ${write} |`,
        ),
        '',
      ].join('\n'),
    );
  }

  type Case = [
    string,
    (test: TestPlatform) => Place | Promise<Place>,
    number,
    number,
  ];
  const distant: Case[] = [
    ['bucket', bucketPlace, 2, all ? 200 : 30],
    ['repository', repositoryPlace, 2, all ? 200 : 30],
  ];

  it.each<Case>([
    ['works', worksPlace, 6, 200],
    // In turns, from one commit to the next.
    ...(all ? distant : [distant[countCommits() % distant.length]]),
  ])(
    'at some of its writes, with output to %s: nothing is lost, left or there twice',
    async (what, openPlace, size, count) => {
      const { test, changes } = await prepare();
      const place = await open<Place>(openPlace(test));
      const sample = sampleOf(size);
      const signals: unknown[] = [];
      for (const [index, point] of sample.entries()) {
        const controller = start(test, place, point);
        // In turns the changes come while it starts, and while it works.
        if (index % 2 === 1) await controller.leads;
        await changes.make(Math.ceil(count / sample.length));
        await eventually(
          `its end ${point.when} write ${point.write}`,
          async () => {
            if (!controller.isAlive) return true;
            await changes.nudge();
            return false;
          },
          { pauseMs: 200 },
        );
        const { signal } = await controller.ended;
        // What it has said, where it has ended by itself.
        signals.push(signal ?? controller.log);
      }
      writeTable(what, sample);
      expect(signals).toEqual(sample.map(() => 'SIGKILL'));

      const last = start(test, place);
      // All may be right before it has begun, when it would end by the signal itself.
      await last.leads;
      expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);
      expect(await last.stop()).toEqual({ code: 0, signal: null });
      expect(await compareAgain(test, place)).toEqual({
        written: 0,
        removed: 0,
      });
    },
  );
});

it('a lost Lease, and one that stood still for longer than its Lease: the other one works', async () => {
  const { test, changes } = await prepare();
  const place = await open(worksPlace(test));
  const { proxy, kubeconfig } = await startProxy();
  const first = startReplica(test, place, 'first', kubeconfig);
  expect(await first.current.leads).toBe(true);
  const second = startReplica(test, place, 'second');
  await changes.make(10);

  // It can still write everything else.
  const loser = first.current;
  proxy.always({ kind: 'silence' }, ({ path }) => path.includes('/leases'));
  await changes.make(10);
  expect(await loser.ended).toEqual({ code: 1, signal: null });
  expect(await second.current.leads).toBe(true);
  await changes.make(10);
  proxy.heal();

  const still = second.current;
  still.pause();
  await changes.make(10);
  expect(await first.current.leads).toBe(true);
  await changes.make(10);
  still.resume();
  expect(await still.ended).toEqual({ code: 1, signal: null });
  await changes.make(10);

  expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);
  const lease = await test.client.get(controllerTypes.leases, {
    namespace: test.namespace,
    name: 'backstage-controller',
  });
  expect(lease.spec?.leaseTransitions).toBeGreaterThanOrEqual(2);
});

// What waits for an answer ends only some seconds after the Lease is lost.
const faults: [string, Fault][] = [
  ['refuses', { kind: 'answer', code: 503 }],
  ...(all
    ? ([['does not answer', { kind: 'silence' }]] as [string, Fault][])
    : []),
];
it.each(faults)(
  'an API server that %s for a while: then all is written',
  async (_what, fault) => {
    const { test, changes } = await prepare();
    const place = await open(worksPlace(test));
    const { proxy, kubeconfig } = await startProxy();
    const pod = startReplica(test, place, 'only', kubeconfig);
    await changes.make(10);
    expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);

    const before = pod.current;
    proxy.always(fault);
    proxy.cut();
    await changes.make(10);
    expect(await before.ended).toEqual({ code: 1, signal: null });
    if (all) await sleep(AWAY_MS);
    await changes.make(10);
    proxy.heal();
    // What has no answer yet would wait for it.
    proxy.cut();

    expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);
    expect(pod.starts).toBe(2);
  },
);

it('somebody else who writes its Works: they are mended, and what is added stays', async () => {
  const { test, changes } = await prepare();
  const { client, namespace } = test;
  const place = await open(worksPlace(test));
  const controller = start(test, place);
  await changes.make(10);
  expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);
  const id: OutputId = {
    kind: 'resource',
    portal: undefined,
    promise: test.promise,
    namespace: 'default',
    name: 'cache-1',
  };
  const key = { namespace, name: workNameOf(id) };
  const find = () => client.get(works, key).catch(ifNotFound);
  const ours = await client.get(works, key);
  // Its content may change meanwhile: the Promise's version and links come with the status.
  const isMended = async (work: Manifest | undefined) =>
    work?.metadata.labels?.[MANAGED_BY] === FIELD_MANAGER &&
    work.metadata.annotations?.[OUTPUT_ANNOTATION] ===
      ours.metadata.annotations?.[OUTPUT_ANNOTATION] &&
    (await untilRight(test, place, 0)).length === 0;
  const countWrites = async () =>
    (await controller.measure()).writes.filter(write =>
      write.includes(`/works/${key.name}`),
    ).length;

  const labels = { 'example.org/team': 'data' };
  await client.patch(works, key, { metadata: { labels } });
  const edits: [string, () => Promise<unknown>][] = [
    [
      'its label',
      () =>
        client.patch(works, key, {
          metadata: { labels: { [MANAGED_BY]: null } },
        }),
    ],
    [
      'its annotation',
      () =>
        client.patch(works, key, {
          metadata: { annotations: { [OUTPUT_ANNOTATION]: null } },
        }),
    ],
    ...Array.from({ length: 10 }, (_, n): [string, () => Promise<unknown>] => [
      `its files, time ${n + 1}`,
      () =>
        client.patch(works, key, {
          spec: { workloadGroups: [], promiseName: `p${n}` },
        }),
    ]),
  ];
  const before = await countWrites();
  for (const [what, edit] of edits) {
    await edit();
    await eventually(`that it mends ${what}`, async () =>
      isMended(await find()),
    );
  }
  expect((await find())?.metadata.labels).toMatchObject(labels);
  // Each is mended once; while a watch is behind, once or twice more.
  const during = (await countWrites()) - before;
  expect(during).toBeGreaterThanOrEqual(edits.length);
  expect(during).toBeLessThanOrEqual(3 * edits.length);

  await client.delete(works, key);
  await eventually('that it is written anew', async () => {
    const work = await find();
    return work?.metadata.uid !== ours.metadata.uid && (await isMended(work));
  });
  expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);
  let seen = -1;
  let looks = 0;
  await eventually('that nobody writes any more', async () => {
    const now = await countWrites();
    looks = now === seen ? looks + 1 : 0;
    seen = now;
    return looks >= 10;
  });
  await controller.stop();
  expect(await compareAgain(test, place)).toEqual({ written: 0, removed: 0 });
});

const isPush: Matching = ({ method, path }) =>
  method === 'POST' && path.includes('git-receive-pack');

it.each<[string, (test: TestPlatform) => Promise<DistantPlace>]>([
  ['bucket', bucketPlace],
  ['repository', repositoryPlace],
])(
  'a %s that is away for a while: then all is written',
  async (what, openPlace) => {
    const { test, changes } = await prepare();
    const place = await open<DistantPlace>(openPlace(test));
    start(test, place);
    await changes.make(10);
    expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);

    // A push that arrives, and whose answer is lost.
    const pushes = place.proxy.count(isPush);
    place.proxy.next({ kind: 'truncate', bytes: 1 }, { matching: isPush });
    await changes.make(10);
    expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);
    expect(place.proxy.count(isPush) > pushes).toBe(what === 'repository');

    place.proxy.always({ kind: 'answer', code: 503 });
    place.proxy.cut();
    await changes.make(10);
    await eventually('that the Promise says so', async () =>
      (await reasonsOn(test)).includes('GenerateOrWriteFailed'),
    );
    if (all) await sleep(AWAY_MS);
    await changes.make(10);
    place.proxy.heal();

    expect(await untilRight(test, place, PATIENCE_MS)).toEqual([]);
    await eventually(
      'that the Promise says so, too',
      async () => (await reasonsOn(test)).includes('EntitySynced'),
      { patienceMs: PATIENCE_MS },
    );
    expect(await reasonsOn(test)).not.toContain('GenerateOrWriteFailed');
  },
);
