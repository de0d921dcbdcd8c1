import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import { DirectDiscovery } from '../catalog/DirectDiscovery';
import type { DiscoveryUpdate } from '../catalog/PublishedEntities';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { ClusterWatches } from '../live/ClusterWatches';
import { clientOf, PROMISES, putObjects, typeOf } from './objects';
import { Browsers, servePromisePage } from './promisePage';

/** Changes in a second, of Resources of the Promise that has half of them all. */
const CHANGES_PER_SECOND = 100;
const SECONDS = 10;
const IDLE_SECONDS = 3;
/** Changes of which it is measured how soon they are told. */
const TOLD = 20;

/** Every second Resource is of the first Promise. */
const promiseOf = (index: number) =>
  index % 2 === 0 ? 0 : 1 + (((index - 1) / 2) % (PROMISES - 1));

const key = (index: number) => ({
  namespace: 'default',
  name: `thing-${index}`,
});

/** People who have the page of the first Promise open. */
const VIEWERS = [1, 10, 50];
/** How many rows its page has. */
const ROWS = 10;

/**
 * Changes Resources of the first Promise, in a process of its own: in turns one
 * of all, and one of those that its page shows.
 */
async function change(kubeconfig: string, resources: number) {
  const client = clientOf(kubeconfig);
  const pause = 1_000 / CHANGES_PER_SECOND;
  const startedAt = performance.now();
  const patches: Promise<unknown>[] = [];
  const shownKeys = Array.from({ length: resources / 2 }, (_, n) => key(2 * n))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, ROWS);
  for (let n = 0; n < CHANGES_PER_SECOND * SECONDS; n += 1) {
    await sleep(Math.max(0, startedAt + n * pause - performance.now()));
    const changedKey =
      n % 2 === 0
        ? key((2 * n) % resources)
        : shownKeys[Math.floor(n / 2) % ROWS];
    patches.push(
      client.patch(typeOf(0), changedKey, {
        status: {
          message: `Change ${n}`,
          promiseVersion: `v${process.pid}.${n}`,
        },
      }),
    );
  }
  await Promise.all(patches);
}

/** Milliseconds of CPU that some work takes, and the event loop's p99 meanwhile. */
async function measured(work: () => Promise<unknown>) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpuBefore = process.cpuUsage();
  const since = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  delay.disable();
  return {
    ms: performance.now() - since,
    cpuMs: (user + system) / 1_000,
    // The pause between two looks is part of what it measures.
    blockedMs: Math.max(0, delay.percentile(99) / 1e6 - 1),
    blockedMaxMs: Math.max(0, delay.max / 1e6 - 1),
  };
}

/** Prints, as one line of JSON, what discovery costs among so many Resources. */
async function main() {
  const [kubeconfig, count, role] = process.argv.slice(2);
  const resources = Number(count);
  if (role === 'change') {
    await change(kubeconfig, resources);
    process.exit(0);
  }
  const client = clientOf(kubeconfig);
  await putObjects(client, resources, promiseOf);

  // Each with connections of its own, as a backend that starts has none.
  const listAll = async () => {
    const ownClient = clientOf(kubeconfig);
    await ownClient.list(resourceTypes.promises);
    await Promise.all(
      Array.from({ length: PROMISES }, (_, index) =>
        ownClient.list(typeOf(index)),
      ),
    );
  };
  await listAll();
  const listCost = await measured(listAll);

  const live = new ClusterWatches({
    name: 'bench',
    client: clientOf(kubeconfig),
    engines: [kratixOnCluster],
    entities: newCatalogEntities(),
  });
  let hear: (update: DiscoveryUpdate) => void = () => {};
  const discovery = new DirectDiscovery(live, {
    checkReach: async () => true,
    onUpdate: async update => hear(update),
    listShown: async () => [],
    logger: console,
  });
  const update = () =>
    new Promise<DiscoveryUpdate>(resolve => {
      hear = resolve;
    });
  const synced = await measured(async () => {
    const first = update();
    discovery.start();
    await first;
  });

  const delays: number[] = [];
  for (let n = 0; n < TOLD; n += 1) {
    const next = update();
    const since = performance.now();
    await client.patch(typeOf(0), key(2 * n), {
      metadata: {
        annotations: {
          'ske.backstage.component/title': `Title ${n} of ${resources}`,
        },
      },
    });
    await next;
    delays.push(performance.now() - since);
  }

  const idle = await measured(() => sleep(IDLE_SECONDS * 1_000));
  const idleShare = idle.cpuMs / idle.ms;
  const changes = CHANGES_PER_SECOND * SECONDS;
  const measureChanges = async () => {
    const cost = await measured(async () => {
      const changer = fork(__filename, [kubeconfig, count, 'change'], {
        execArgv: process.execArgv,
      });
      const [code] = await once(changer, 'exit');
      if (code !== 0) throw new Error('The changes failed.');
      await sleep(200);
    });
    return {
      cpuMsPerChange: (cost.cpuMs - idleShare * cost.ms) / changes,
      blockedMs: cost.blockedMs,
      blockedMaxMs: cost.blockedMaxMs,
    };
  };
  const withoutPages = await measureChanges();

  const url = await servePromisePage(live);
  const pages = [];
  for (const viewers of VIEWERS) {
    const browsers = await Browsers.open(url, viewers);
    const bytesBefore = await browsers.receivedBytes();
    const cost = await measureChanges();
    const received = (await browsers.receivedBytes()) - bytesBefore;
    await browsers.close();
    pages.push({
      viewers,
      ...cost,
      openedBytes: browsers.openedBytes,
      bytesPerChange: received / changes / viewers,
    });
  }
  process.stdout.write(
    `${JSON.stringify({
      resources,
      listedMs: listCost.ms,
      syncedMs: synced.ms,
      syncBlockedMs: synced.blockedMs,
      syncBlockedMaxMs: synced.blockedMaxMs,
      ...withoutPages,
      pages,
      toldMs: delays.sort((a, b) => a - b)[TOLD / 2],
    })}\n`,
  );
  process.exit(0);
}

main().catch(error => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
