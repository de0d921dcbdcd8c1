import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { buildController } from '../__testUtils__/controllerProcess/build';
import { ControllerProcess } from '../__testUtils__/controllerProcess/ControllerProcess';
import { workNameOf } from '../writers/work';
import {
  clientOf,
  keyOfThing,
  NAMESPACE,
  PROMISES,
  promiseName,
  promiseOf,
  putObjects,
  typeOf,
} from './objects';

const { promises, works } = resourceTypes;
const TITLE = 'ske.backstage.component/title';
const CHANGES_PER_SECOND = 50;
const SECONDS = 10;
const IDLE_MS = 3_000;
/** Changes of which it is measured how soon they are written. */
const TIMED = 20;
/** So long there is no write when all is done. */
const REST_MS = 2_000;
const CONFIG = {
  namespace: NAMESPACE,
  http: { port: 0 },
  leaderElection: { enabled: false },
};

/** Reads what the controller reads. */
async function listAll(kubeconfig: string) {
  // With connections of its own, as a controller that starts has none.
  const client = clientOf(kubeconfig);
  await client.list(promises);
  await Promise.all([
    client.list(works, { namespace: NAMESPACE }),
    ...Array.from({ length: PROMISES }, (_, index) =>
      client.list(typeOf(index)),
    ),
  ]);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

/** Waits until so many outputs are compared. @returns how long after its first request */
async function untilCompared(controller: ControllerProcess, outputs: number) {
  for (;;) {
    const { written, unchanged } = await controller.countOutputs();
    const now = Date.now();
    if (written + unchanged >= outputs) {
      const { firstRequestAt = now } = await controller.measure();
      return now - firstRequestAt;
    }
    await sleep(25);
  }
}

/** Waits until it writes no more. @returns how many writes it has made */
async function untilAtRest(controller: ControllerProcess): Promise<number> {
  for (let before = -1; ; ) {
    const { length } = (await controller.measure()).writes;
    if (length === before) return length;
    before = length;
    await sleep(REST_MS);
  }
}

const patchTitle = (client: KubernetesClient, index: number, title: string) =>
  client.patch(typeOf(promiseOf(index)), keyOfThing(index), {
    metadata: { annotations: { [TITLE]: title } },
  });

/** How long it takes from a change until its Work is another one. */
async function timeOfChange(client: KubernetesClient, index: number) {
  const name = workNameOf({
    kind: 'resource',
    portal: undefined,
    promise: promiseName(promiseOf(index)),
    ...keyOfThing(index),
  });
  const about = {
    namespace: NAMESPACE,
    fieldSelector: `metadata.name=${name}`,
  };
  // That of the Work itself may be too old to watch from.
  const { resourceVersion } = await client.list(works, about);
  const end = new AbortController();
  const events = await client.watch(works, {
    ...about,
    resourceVersion,
    signal: end.signal,
  });
  try {
    return await timed(async () => {
      await patchTitle(client, index, `Title of ${Date.now()}`);
      for await (const { type } of events) {
        if (type === 'MODIFIED') return;
      }
      throw new Error(`Nothing was told of Work ${name}.`);
    });
  } finally {
    end.abort();
  }
}

/** Changes titles, as many in a second as there are to be. */
async function changeMany(client: KubernetesClient, resources: number) {
  const pause = 1_000 / CHANGES_PER_SECOND;
  const startedAt = performance.now();
  const patches: Promise<unknown>[] = [];
  for (let n = 0; n < CHANGES_PER_SECOND * SECONDS; n += 1) {
    await sleep(Math.max(0, startedAt + n * pause - performance.now()));
    patches.push(
      patchTitle(client, n % resources, `Change ${n} ${Date.now()}`),
    );
  }
  await Promise.all(patches);
}

/** What a change costs the controller. */
async function measureChanges(
  client: KubernetesClient,
  controller: ControllerProcess,
  resources: number,
) {
  const cpuDuring = async (work: () => Promise<unknown>) => {
    const before = await controller.measure();
    const tookMs = await timed(work);
    const after = await controller.measure();
    return {
      ms: tookMs,
      cpuMs: after.cpuMs - before.cpuMs,
      writes: after.writes.length - before.writes.length,
    };
  };
  const idle = await cpuDuring(() => sleep(IDLE_MS));
  const busy = await cpuDuring(async () => {
    await changeMany(client, resources);
    await untilAtRest(controller);
  });
  const changes = CHANGES_PER_SECOND * SECONDS;
  return {
    cpuMsPerChange: (busy.cpuMs - (idle.cpuMs / idle.ms) * busy.ms) / changes,
    writesPerChange: busy.writes / changes,
  };
}

/** Prints, as one line of JSON, what the controller takes among so many Resources. */
async function main() {
  const [kubeconfig, count, program, ...nodeOptions] = process.argv.slice(2);
  const resources = Number(count);
  const client = clientOf(kubeconfig);
  await putObjects(client, resources);
  const built = { ...(await buildController()), main: program };
  const start = () =>
    ControllerProcess.start(built, 'controller', {
      kubeconfig,
      config: CONFIG,
      nodeOptions,
    });
  try {
    const bare = ControllerProcess.startNode(built);
    const { rssMb: nodeMb } = await bare.measure();
    await bare.kill();

    const outputs = PROMISES + resources;
    const first = start();
    const firstMs = await untilCompared(first, outputs);
    await untilAtRest(first);
    const { written: firstWorks } = await first.countOutputs();
    await first.stop();

    await listAll(kubeconfig);
    const listedMs = await timed(() => listAll(kubeconfig));

    const controller = start();
    const syncedMs = await untilCompared(controller, outputs);
    const writesAtRest = await untilAtRest(controller);
    const { rssMb, maxRssMb } = await controller.measure();

    const times: number[] = [];
    for (let n = 0; n < TIMED; n += 1) {
      times.push(await timeOfChange(client, n));
    }
    times.sort((a, b) => a - b);
    const cost = await measureChanges(client, controller, resources);
    await controller.stop();
    process.stdout.write(
      `${JSON.stringify({
        ...{ promises: PROMISES, firstWorks, firstMs, listedMs, syncedMs },
        ...{ writesAtRest, nodeMb, rssMb, maxRssMb, ...cost },
        changeWrittenMs: times[TIMED / 2],
        slowestChangeMs: times[TIMED - 1],
      })}\n`,
    );
  } finally {
    built.remove();
  }
  process.exit(0);
}

main().catch(error => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
