import { kratix, labels, type Manifest } from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { promiseOf } from '../../__testUtils__/promiseOf';
import { readFailedRun } from './failedRun';

const offering = kratix.offeringOf(promiseOf('Redis'));
const resource: Manifest = {
  apiVersion: 'own.example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache', namespace: 'web' },
};
const ended = (exitCode: number, more: object = {}) => ({
  terminated: { exitCode, reason: 'Error', ...more },
});
const own = {
  [labels.promiseName]: 'redis',
  [labels.resourceName]: 'cache',
};
const jobOf = (name: string, status: object): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace: 'web', creationTimestamp: name, labels: own },
  status: status as Manifest['status'],
});
const failedJob = (name: string, reason = 'BackoffLimitExceeded') =>
  jobOf(name, {
    conditions: [
      { type: 'Failed', status: 'True', reason, message: `${reason}!` },
    ],
  });
const podOf = (job: string, statuses: object[]): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${job}-pod`,
    namespace: 'web',
    labels: { ...own, 'job-name': job },
  },
  status: { initContainerStatuses: statuses } as Manifest['status'],
});

async function runIn(jobs: Manifest[], pods: Manifest[]) {
  const list = jest.fn(async (type: unknown, _options: object) => ({
    items: type === resourceTypes.jobs ? jobs : pods,
    resourceVersion: '1',
  }));
  const client = { list } as unknown as KubernetesClient;
  const run = await readFailedRun(client, { offering, resource }, 'web');
  return { run, list };
}

it('asks for the Jobs and Pods of one Resource only', async () => {
  const { list } = await runIn([], []);
  expect(list.mock.calls.map(([, options]) => options)).toEqual(
    Array(2).fill({
      namespace: 'web',
      labelSelector:
        'app.kubernetes.io/managed-by=Kratix,kratix.io/promise-name=redis,kratix.io/resource-name=cache',
    }),
  );
});

it('finds the container that failed, the own one before those of Kratix', async () => {
  const statuses = [
    { name: 'reader', state: ended(0) },
    { name: 'work-writer', state: ended(1) },
    {
      name: 'create',
      state: ended(3, { message: 'no quota' }),
      restartCount: 2,
    },
  ];
  const { run } = await runIn([failedJob('1')], [podOf('1', statuses)]);
  expect(run).toMatchObject({
    job: { metadata: { name: '1' } },
    container: {
      pod: { metadata: { name: '1-pod' } },
      ...{ name: 'create', restarts: 2, isTriedAgain: false },
      ...{ reason: 'Error', message: 'no quota' },
    },
  });
  const ofKratix = await runIn(
    [failedJob('1')],
    [podOf('1', statuses.slice(0, 2))],
  );
  expect(ofKratix.run?.container?.name).toBe('work-writer');
});

it('finds what is tried again while its run goes on', async () => {
  const waiting = {
    name: 'create',
    restartCount: 1,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: ended(1),
  };
  const { run } = await runIn([jobOf('1', {})], [podOf('1', [waiting])]);
  expect(run?.container).toMatchObject({ name: 'create', isTriedAgain: true });
});

it.each([
  ['a run that goes on', [jobOf('1', {})], [podOf('1', [])]],
  ['no run', [], []],
  [
    'a newer run',
    [failedJob('1'), jobOf('2', {})],
    [podOf('1', [{ name: 'create', state: ended(1) }])],
  ],
  [
    'a container that succeeded after all',
    [jobOf('1', {})],
    [podOf('1', [{ name: 'create', state: ended(0), lastState: ended(1) }])],
  ],
  ['malformed statuses', [jobOf('1', {})], [podOf('1', [{ state: 'x' }, {}])]],
])('finds nothing wrong in %s', async (_, jobs, pods) => {
  expect((await runIn(jobs, pods)).run).toBeUndefined();
});

it('says so of a run that took too long, and nothing of one whose Pod is gone', async () => {
  const { run } = await runIn([failedJob('1', 'DeadlineExceeded')], []);
  expect(run).toMatchObject({ message: 'DeadlineExceeded!' });
  const gone = await runIn([failedJob('1')], []);
  expect(gone.run).toMatchObject({ container: undefined, message: undefined });
});
