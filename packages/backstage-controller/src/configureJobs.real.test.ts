import { setMaxListeners } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Cluster,
  Kubelet,
  type Adapter,
  type Program,
  type Programs,
} from '@internal/kratix-simulator';
import { eventually } from '@internal/testbed';
import type { JsonObject } from '@backstage/types';
import { conditionsOf } from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  SharedInformer,
} from '@syntasso/plugin-ske-node';
import {
  newTestPlatform,
  type TestPlatform,
} from './__testUtils__/realPlatform';
import { checkConfig } from './config/controllerConfig';
import { runPipeline } from './generate/runPipeline';
import { silentLog } from './log/__testUtils__/silentLog';
import { controllerTypes, RUN_SELECTOR } from './platform/names';
import { runController } from './runController';
import { contentOfWork } from './writers/__testUtils__/contentOfWork';
import type { OutputId } from './writers/EntityWriter';
import { workNameOf } from './writers/work';

// Containers of a customization in Jobs, on a real API server with a simulated kubelet.

jest.setTimeout(120_000);
const { jobs, nodes, promises, works } = resourceTypes;
const { configMaps, entityCustomizations } = controllerTypes;
const IMAGE = 'example.org/backstage-controller:test';
const THEIRS = 'example.org/theirs:1';
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** What the controller's own image does in a pod. */
const ours: Program = async ({ args, env, root, print }) =>
  (await runPipeline({
    args,
    env: { ...env, KRATIX_ROOT: join(root, 'kratix') },
    say: print,
    print,
  })) ?? 2;

/** There are no containers of Kratix in these Pods. */
const noAdapter: Adapter = {
  read: async () => ({}),
  writeWork: async () => {},
  writeStatus: async () => {},
};

/** Runs the Pods of the Jobs of a test; with it ends what it has begun. */
async function startKubelet(
  { client, namespace }: TestPlatform,
  programs: Programs,
) {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const watched = new SharedInformer({
    client,
    type: jobs,
    list: { namespace, labelSelector: RUN_SELECTOR },
    lingerMs: 0,
  });
  const kubelet = new Kubelet({
    cluster: new Cluster(client),
    jobs: watched,
    adapter: noAdapter,
    signal: stop.signal,
    speed: 4,
    say: () => {},
    node: namespace,
    programs,
  });
  await kubelet.start();
  const end = watched.subscribe({
    onChange: ({ object: { metadata } }) =>
      void kubelet.reconcile({ namespace, name: metadata.name }),
  });
  endings.push(async () => {
    end();
    stop.abort();
    watched.stop();
    await client.delete(nodes, { name: namespace }).catch(ifNotFound);
  });
}

async function startController({ platform, namespace, labels }: TestPlatform) {
  const stop = new AbortController();
  const ended = runController({
    platform,
    config: checkConfig({
      namespace,
      http: { port: 0 },
      leaderElection: { enabled: false },
      backstage: { destination: { labels } },
      jobs: { image: IMAGE },
    }),
    log: silentLog,
    identity: 'one',
    stop: stop.signal,
  });
  const end = async () => {
    stop.abort();
    return ended;
  };
  endings.push(end);
  return end;
}

/** Creates a Promise that names a customization with these containers. */
async function createPromise(test: TestPlatform, containers: JsonObject[]) {
  const { client, namespace, promise } = test;
  const name = namespace;
  await client.create(entityCustomizations, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'BackstageEntityCustomization',
    metadata: { name },
    spec: { containers },
  });
  endings.push(() => client.delete(entityCustomizations, { name }));
  await client.create(
    promises,
    test.promiseWith({
      'kratix.io/backstage': 'true',
      'kratix.io/backstage-customization': name,
    }),
  );
  endings.push(() =>
    client.delete(promises, { name: promise }).catch(ifNotFound),
  );
}

const contentOf = async ({ client, namespace }: TestPlatform, id: OutputId) =>
  contentOfWork(
    await client
      .get(works, { namespace, name: workNameOf(id) })
      .catch(ifNotFound),
  );

const runsOn = async ({ client, namespace }: TestPlatform) => {
  const options = { namespace, labelSelector: RUN_SELECTOR };
  const [made, records] = await Promise.all([
    client.list(jobs, options),
    client.list(configMaps, options),
  ]);
  return { jobs: made.items, records: records.items };
};

it('writes what containers have made of entities, and runs them once', async () => {
  const test = await newTestPlatform();
  const { client, promise } = test;
  const runs: string[] = [];
  await startKubelet(test, {
    [IMAGE]: ours,
    [THEIRS]: async ({ root, env }) => {
      const file = join(root, 'kratix/output/catalog-info.yaml');
      const object = await readFile(
        join(root, 'kratix/input/object.yaml'),
        'utf8',
      );
      const entities = await readFile(file, 'utf8');
      runs.push(env.KRATIX_WORKFLOW_TYPE);
      const owner = object.includes('kind: Promise') ? 'team-p' : 'team-r';
      await writeFile(file, entities.replace(/owner: .*/, `owner: ${owner}`));
      return 0;
    },
  });
  await createPromise(test, [
    {
      name: 'patch',
      image: 'registry.example.org/portal-patch:1',
      args: ['target: {kind: Component}\npatch: {spec: {system: shop}}'],
    },
    { name: 'theirs', image: THEIRS },
  ]);
  const end = await startController(test);
  await eventually('the API of the Promise', () =>
    client.create(test.type, test.resource('cache')).catch(ifNotFound),
  );
  const ofPromise: OutputId = { kind: 'promise', portal: undefined, promise };
  const ofResource: OutputId = {
    ...ofPromise,
    kind: 'resource',
    namespace: 'default',
    name: 'cache',
  };
  await eventually('both Works', async () =>
    Boolean(
      (await contentOf(test, ofPromise)) && (await contentOf(test, ofResource)),
    ),
  );
  expect(await contentOf(test, ofPromise)).toMatch(
    /owner: team-p[\s\S]*system: shop|system: shop[\s\S]*owner: team-p/,
  );
  expect(await contentOf(test, ofResource)).toContain('owner: team-r');
  await eventually('a Promise that says so', async () =>
    conditionsOf(await client.get(promises, { name: promise })).some(
      ({ reason }) => reason === 'EntitySynced',
    ),
  );
  const before = await runsOn(test);
  expect(before.jobs).toHaveLength(before.records.length);

  // What ran is known after the Jobs have gone, also to another replica.
  await end();
  for (const { metadata } of before.jobs) await client.delete(jobs, metadata);
  const runsSoFar = [...runs];
  await startController(test);
  await client.patch(
    test.type,
    { namespace: 'default', name: 'cache' },
    {
      spec: { size: 'large' },
    },
  );
  await eventually(
    'another run of the Resource',
    () => runs.length > runsSoFar.length,
  );
  expect(runs.slice(runsSoFar.length)).toEqual(['resource']);

  // Nobody asks for entities any more.
  await client.patch(
    promises,
    { name: promise },
    {
      metadata: { labels: { 'kratix.io/backstage': null } },
    },
  );
  await eventually('no Work', async () => !(await contentOf(test, ofPromise)));
  await eventually(
    'no Work of the Resource',
    async () => !(await contentOf(test, ofResource)),
  );
  expect(await runsOn(test)).toEqual({ jobs: [], records: [] });
});

it('says which container has failed, and its last line', async () => {
  const test = await newTestPlatform();
  const { client, promise } = test;
  await startKubelet(test, {
    [IMAGE]: ours,
    [THEIRS]: async ({ print }) => {
      print('checking\nno owner is given\n');
      return 3;
    },
  });
  await createPromise(test, [{ name: 'lint', image: THEIRS }]);
  await startController(test);
  const failure = await eventually('a failure', async () =>
    conditionsOf(await client.get(promises, { name: promise })).find(
      ({ reason }) => reason === 'GenerateOrWriteFailed',
    ),
  );
  expect(failure.message).toMatch(
    /^Container "lint" has ended with exit code 3: no owner is given \(Job configure-redis-/,
  );
  expect((await runsOn(test)).jobs).toHaveLength(1);
});
