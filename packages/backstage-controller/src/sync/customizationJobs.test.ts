import { eventually } from '@internal/testbed';
import type { JsonObject } from '@backstage/types';
import { at, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { controllerTypes } from '../platform/names';
import { formatResult } from '../runs/resultLog';
import type { OutputId } from '../writers/EntityWriter';
import {
  BACKSTAGE,
  redis,
  redisPromise,
  redisType,
} from './__testUtils__/objects';
import { conditionOf, contentOf, startSync } from './__testUtils__/startSync';

// Customizations with containers that only a Job can run.

const { jobs, pods, promises, works } = resourceTypes;
const { configMaps, entityCustomizations } = controllerTypes;
const NAMESPACE = 'kratix-platform-system';
const LABELS = { ...BACKSTAGE, 'kratix.io/backstage-customization': 'ours' };
const OF_PROMISE: OutputId = {
  kind: 'promise',
  portal: undefined,
  promise: 'redis',
};
const OF_RESOURCE: OutputId = {
  kind: 'resource',
  portal: undefined,
  promise: 'redis',
  namespace: 'team-a',
  name: 'cache',
};
const ENTITY = 'kind: Component\nmetadata:\n  name: changed\n';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

function newPlatform() {
  const platform = new FakePlatform();
  platform.absent.add('skeintegrations');
  platform.put(entityCustomizations, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'BackstageEntityCustomization',
    metadata: { name: 'ours' },
    spec: { containers: [{ name: 'lint', image: 'acme.org/lint:1' }] },
  });
  platform.put(promises, redisPromise(LABELS));
  return platform;
}

async function start(platform: FakePlatform, more: JsonObject = {}) {
  const sync = startSync(platform, { jobs: { image: 'ours:1', ...more } });
  endings.push(sync.stop);
  await sync.idle();
  return sync;
}

const made = (platform: FakePlatform) =>
  platform.writes.filter(write => write.startsWith('create jobs/'));

/** The one Job that there is. */
async function jobOn(platform: FakePlatform): Promise<Manifest> {
  const found = await eventually('a Job', async () => {
    const all = await platform.list(jobs);
    return all.length === 1 && all;
  });
  return found[0];
}

function endJob(
  platform: FakePlatform,
  job: Manifest,
  type: 'Complete' | 'Failed',
  podStatus: JsonObject,
) {
  const { name } = job.metadata;
  platform.put(pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-pod`,
      namespace: NAMESPACE,
      labels: { 'job-name': name },
    },
    status: podStatus,
  });
  platform.put(jobs, {
    ...job,
    status: { conditions: [{ type, status: 'True', reason: 'Test' }] },
  });
}

function completeJob(platform: FakePlatform, job: Manifest, content = ENTITY) {
  platform.logs.set(
    `${job.metadata.name}-pod/result`,
    `a note\n${formatResult(content)}`,
  );
  endJob(platform, job, 'Complete', { phase: 'Succeeded' });
}

it('writes what the containers have made, and nothing before that', async () => {
  const platform = newPlatform();
  await start(platform);
  const job = await jobOn(platform);
  expect(await platform.list(works)).toEqual([]);
  expect(await conditionOf(platform, 'BackstagePortalSynced')).toBe(
    `Unknown/SyncInProgress: Job ${job.metadata.name} runs the containers of the customization.`,
  );
  const [record] = await platform.list(configMaps);
  expect(at(record, 'data', 'object.yaml')).toContain('kind: Promise');
  expect(at(record, 'data', 'catalog-info.yaml')).toContain('redis-promise');
  // The status may be another one each minute.
  expect(at(record, 'data', 'catalog-info.yaml')).not.toContain(
    'kratix.io/status',
  );

  completeJob(platform, job);
  const content = await eventually('the Work', () =>
    contentOf(platform, OF_PROMISE),
  );
  expect(content).toContain('name: changed');
  expect(content).toContain('kratix.io/status');
  const promise = await platform.find(promises, { name: 'redis' });
  expect(promise?.metadata.annotations).toEqual({
    'kratix.io/portal-backstage-entity-url':
      '/catalog/default/component/changed',
  });
});

it('does not run the same again, also after a restart without the Job', async () => {
  const platform = newPlatform();
  const first = await start(platform);
  const job = await jobOn(platform);
  completeJob(platform, job);
  await eventually('the Work', () => contentOf(platform, OF_PROMISE));
  await first.stop();
  platform.take(jobs, job.metadata);
  platform.put(
    promises,
    redisPromise(LABELS, { status: { workflows: 3, message: 'other' } }),
  );
  await start(platform);
  const content = await eventually('the new status', async () => {
    const found = await contentOf(platform, OF_PROMISE);
    return found?.includes('other') && found;
  });
  expect(content).toContain('name: changed');
  expect(made(platform)).toHaveLength(1);
});

it('runs again with another input, and removes what ran before', async () => {
  const platform = newPlatform();
  await start(platform);
  const job = await jobOn(platform);
  platform.put(entityCustomizations, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'BackstageEntityCustomization',
    metadata: { name: 'ours' },
    spec: { containers: [{ name: 'lint', image: 'acme.org/lint:2' }] },
  });
  await eventually('another Job', async () => made(platform).length === 2);
  const other = await jobOn(platform);
  expect(other.metadata.name).not.toBe(job.metadata.name);
  const records = await platform.list(configMaps);
  expect(records.map(({ metadata }) => metadata.name)).toEqual([
    other.metadata.name,
  ]);
});

it('says which container has failed, and its last line', async () => {
  const platform = newPlatform();
  await start(platform);
  const job = await jobOn(platform);
  const { name } = job.metadata;
  platform.logs.set(`${name}-pod/lint`, 'checking\nno owner\n\n');
  endJob(platform, job, 'Failed', {
    phase: 'Failed',
    initContainerStatuses: [
      { name: 'generate', state: { terminated: { exitCode: 0 } } },
      { name: 'lint', state: { terminated: { exitCode: 3 } } },
    ],
  });
  const condition = await eventually('a failure', async () => {
    const found = await conditionOf(platform, 'BackstagePortalSynced');
    return found?.startsWith('False') && found;
  });
  expect(condition).toBe(
    `False/GenerateOrWriteFailed: Container "lint" has ended with exit code 3: no owner (Job ${name} of the customization, which runs again when something changes, or in an hour.)`,
  );
  expect(made(platform)).toHaveLength(1);
});

it('refuses entities that stand for themselves', async () => {
  const platform = newPlatform();
  await start(platform);
  completeJob(
    platform,
    await jobOn(platform),
    'kind: Component\nmetadata: &a\n  name: changed\n  inside: *a\n',
  );
  const condition = await eventually('a failure', async () => {
    const found = await conditionOf(platform, 'BackstagePortalSynced');
    return found?.startsWith('False') && found;
  });
  expect(condition).toBe(
    'False/GenerateOrWriteFailed: What the containers of the customization have made of catalog-info.yaml has aliases that stand for nothing, for too much or for themselves. Write out what they repeat.',
  );
  expect(await platform.list(works)).toEqual([]);
});

it('runs again what has ended on a node that is gone', async () => {
  const platform = newPlatform();
  await start(platform);
  const job = await jobOn(platform);
  platform.put(jobs, {
    ...job,
    status: { conditions: [{ type: 'Complete', status: 'True' }] },
  });
  await eventually('another try', async () => made(platform).length === 2);
  expect((await jobOn(platform)).metadata.name).toBe(job.metadata.name);
});

it('ends what runs for a Resource that is opted out or deleted', async () => {
  const platform = newPlatform();
  platform.put(redisType, redis('cache'));
  await start(platform);
  await eventually('both Jobs', async () => made(platform).length === 2);
  const hidden = { labels: { 'kratix.io/backstage': 'false' } };
  platform.put(redisType, redis('cache', hidden));
  const ofPromise = await jobOn(platform);
  expect(at(ofPromise, 'metadata', 'name')).toMatch(/^configure-redis-/);
  platform.put(redisType, redis('cache'));
  await eventually('its Job again', async () => made(platform).length === 3);
  platform.take(redisType, { namespace: 'team-a', name: 'cache' });
  expect((await jobOn(platform)).metadata.name).toBe(ofPromise.metadata.name);
});

it('ends everything when the label is gone', async () => {
  const platform = newPlatform();
  platform.put(redisType, redis('cache'));
  await start(platform);
  await eventually('both Jobs', async () => made(platform).length === 2);
  platform.put(promises, redisPromise({}));
  await eventually(
    'no Job',
    async () => (await platform.list(jobs)).length === 0,
  );
  await eventually(
    'no record',
    async () => (await platform.list(configMaps)).length === 0,
  );
  expect(await platform.list(works)).toEqual([]);
});

it('ends what ran for a Promise that was deleted while no controller ran', async () => {
  const platform = newPlatform();
  const first = await start(platform);
  await jobOn(platform);
  await first.stop();
  platform.take(promises, { name: 'redis' });
  await start(platform);
  await eventually(
    'no Job',
    async () => (await platform.list(jobs)).length === 0,
  );
  await eventually(
    'no record',
    async () => (await platform.list(configMaps)).length === 0,
  );
  expect(made(platform)).toHaveLength(1);
});

it('runs again when somebody removes the record', async () => {
  const platform = newPlatform();
  await start(platform);
  const job = await jobOn(platform);
  completeJob(platform, job);
  await eventually('the Work', () => contentOf(platform, OF_PROMISE));
  platform.take(configMaps, job.metadata);
  await eventually('another run', async () => made(platform).length === 2);
  expect((await jobOn(platform)).metadata.name).toBe(job.metadata.name);
});

it('runs only some at once', async () => {
  const platform = newPlatform();
  platform.put(redisType, redis('cache'));
  await start(platform, { concurrency: 1 });
  const first = await jobOn(platform);
  expect(made(platform)).toHaveLength(1);
  completeJob(platform, first);
  await eventually('the other Job', async () => made(platform).length === 2);
  const all = await platform.list(jobs);
  completeJob(platform, all.find(({ status }) => !status) ?? all[0]);
  await eventually('the Work of the Promise', () =>
    contentOf(platform, OF_PROMISE),
  );
  const ofResource = await eventually('the Work of the Resource', () =>
    contentOf(platform, OF_RESOURCE),
  );
  expect(ofResource).toContain('name: changed');
});

it('adds the links and the version of a status, without running again for them', async () => {
  const platform = newPlatform();
  platform.put(redisType, redis('cache'));
  await start(platform);
  await eventually('both Jobs', async () => made(platform).length === 2);
  for (const job of await platform.list(jobs)) completeJob(platform, job);
  await eventually('the Work of the Resource', () =>
    contentOf(platform, OF_RESOURCE),
  );
  platform.put(redisType, {
    ...redis('cache'),
    status: { dashboard: 'https://grafana.example.org', promiseVersion: 'v2' },
  });
  const content = await eventually('the link', async () => {
    const found = await contentOf(platform, OF_RESOURCE);
    return found?.includes('grafana') && found;
  });
  expect(content).toContain('name: changed');
  expect(content).toContain('url: https://grafana.example.org');
  expect(content).toContain('kratix.io/promise-version: v2');
  expect(made(platform)).toHaveLength(2);
});

it('asks nothing of the platform for those that wait', async () => {
  const platform = newPlatform();
  platform.put(redisType, redis('one'), redis('two'));
  const find = jest.spyOn(platform, 'find');
  await start(platform, { concurrency: 1 });
  const job = await jobOn(platform);
  const asked = find.mock.calls
    .filter(([{ plural }]) => plural === configMaps.plural)
    .map(([, { name }]) => name);
  expect(asked.filter(name => name !== job.metadata.name)).toEqual([]);
});

it('knows what has run where it cannot watch the records', async () => {
  const platform = newPlatform();
  const first = await start(platform);
  const job = await jobOn(platform);
  completeJob(platform, job);
  await eventually('the Work', () => contentOf(platform, OF_PROMISE));
  await first.stop();
  platform.take(jobs, job.metadata);
  const [record] = await platform.list(configMaps);
  platform.put(configMaps, {
    ...record,
    metadata: { ...record.metadata, labels: {} },
  });
  const [work] = await platform.list(works);
  platform.take(works, work.metadata);
  await start(platform);
  const content = await eventually('the Work again', () =>
    contentOf(platform, OF_PROMISE),
  );
  expect(content).toContain('name: changed');
  expect(made(platform)).toHaveLength(1);
});

it('says that it cannot run them where Jobs are not enabled', async () => {
  const platform = newPlatform();
  await start(platform, { enabled: false });
  expect(await conditionOf(platform, 'BackstagePortalSynced')).toMatch(
    /^False\/GenerateOrWriteFailed: BackstageEntityCustomization "ours" has the container "lint" of image acme\.org\/lint:1, which the controller cannot run/,
  );
  expect(made(platform)).toEqual([]);
});
