import { NotAllowedError } from '@backstage/errors';
import { eventually } from '@internal/testbed';
import {
  errorLineRulesSchema,
  kratix,
  type Health,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '@syntasso/plugin-ske-node';
import { promiseOf } from '../__testUtils__/promiseOf';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import type { FailedContainer, FailedRun } from './ClusterEngine';
import { FailureCauses } from './FailureCauses';

const offering = kratix.offeringOf(promiseOf('Redis'));
const resource: Manifest = {
  apiVersion: 'own.example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache', namespace: 'default', uid: 'u' },
  spec: { password: 'hunter2-hunter2' },
};
const failed: Health = {
  state: 'failed',
  reason: { code: 'pipelineFailed', values: {} },
};
const saying = (message: string): Health => ({
  state: 'failed',
  reason: { code: 'pipelineFailed', values: { message } },
});
const object = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Any',
  metadata: { name, namespace: 'default', uid: `uid-${name}` },
});
const container = (more: Partial<FailedContainer> = {}): FailedContainer => ({
  ...{ pod: object('pod'), name: 'create', restarts: 0, isTriedAgain: false },
  ...{ reason: 'Error', message: undefined, ...more },
});
const runOf = (failedContainer: FailedRun['container']): FailedRun => ({
  job: object('job'),
  container: failedContainer,
  message: undefined,
});

/** Causes of one Resource, whose run and log are what the test sets. */
function setUp(rules?: object[]) {
  const log = jest.fn(
    async (..._: Parameters<KubernetesClient['log']>) => 'error: no quota',
  );
  const state: { run: FailedRun | undefined } = { run: runOf(container()) };
  const readFailedRun = jest.fn(async () => state.run);
  const causes = new FailureCauses({
    watches: {
      watch: () => {
        throw new Error('Nothing is watched here.');
      },
    },
    client: { log } as unknown as KubernetesClient,
    engineOf: () => ({
      ...kratixOnCluster,
      failedRun: () => state.run,
      readFailedRun,
    }),
    rules: rules && errorLineRulesSchema.parse(rules),
  });
  const onChange = jest.fn();
  causes.subscribe({ onChange, onState: () => {} });
  return {
    ...{ log, state, onChange, causes, readFailedRun },
    observe: (health = failed) =>
      causes.observe({ offering, resource }, health),
  };
}

it('shows the view first, then the cause, and reads the log once', async () => {
  const { observe, onChange, log } = setUp();
  expect(observe()).toEqual(failed);
  expect(observe()).toEqual(failed);
  await eventually('the cause', () => onChange.mock.calls.length > 0);
  expect(onChange).toHaveBeenCalledWith({ object: resource });
  expect(observe()).toEqual(saying('no quota'));
  expect(log.mock.calls).toEqual([
    [
      { namespace: 'default', name: 'pod' },
      { container: 'create', tailLines: 200, previous: false },
    ],
  ]);
});

it('keeps no secret of the Resource', async () => {
  const { causes, log } = setUp();
  log.mockResolvedValue('error: \u001b[1mhunter2-hunter2 is refused');
  expect(await causes.read({ offering, resource }, failed)).toEqual(
    saying('******** is refused'),
  );
});

it('finds the line by the rules of the platform team', async () => {
  const { causes } = setUp([
    { pattern: 'no (\\w+)', message: '$1 is used up' },
  ]);
  expect(await causes.read({ offering, resource }, failed)).toEqual(
    saying('quota is used up'),
  );
});

it.each([
  [{ message: 'step 1\nno quota\n' }, 'no quota'],
  [{ reason: 'OOMKilled' }, 'out of memory (OOMKilled)'],
])('reads no log where Kubernetes says why: %j', (told, cause) => {
  const { observe, state, log } = setUp();
  state.run = runOf(container(told));
  expect(observe()).toEqual(saying(cause));
  expect(log).not.toHaveBeenCalled();
});

it('says why the run itself ended where no container does', () => {
  const { observe, state } = setUp();
  state.run = { ...runOf(undefined), message: 'It took too long.' };
  expect(observe()).toEqual(saying('It took too long.'));
});

it('keeps the cause of an attempt when the Pod is gone, and takes that of the next', async () => {
  const { observe, state, log, onChange } = setUp();
  state.run = runOf(container({ isTriedAgain: true }));
  const running: Health = {
    state: 'progressing',
    reason: { code: 'pipelineRunning', values: { pipeline: 'p' } },
  };
  expect(observe(running)).toEqual(running);
  await eventually('the cause', () => onChange.mock.calls.length === 1);
  expect(log.mock.calls[0][1]).toMatchObject({ previous: true });
  log.mockResolvedValue('error: still no quota');
  state.run = runOf(container({ restarts: 1 }));
  expect(observe()).toEqual(saying('no quota'));
  await eventually('the next cause', () => onChange.mock.calls.length === 2);
  state.run = runOf(undefined);
  expect(observe()).toEqual(saying('still no quota'));
  expect(log).toHaveBeenCalledTimes(2);
});

it('shows the failure alone to whoever may not read the log, and does not ask on and on', async () => {
  const { causes, observe, log } = setUp();
  log.mockRejectedValue(new NotAllowedError('pods/log'));
  expect(await causes.read({ offering, resource }, failed)).toEqual(failed);
  expect(observe()).toEqual(failed);
  expect(log).toHaveBeenCalledTimes(1);
});

it('asks nothing about what did not fail by its pipelines', async () => {
  const { causes, readFailedRun, log } = setUp();
  const health: Health = {
    state: 'degraded',
    reason: { code: 'worksFailing', values: {} },
  };
  expect(await causes.read({ offering, resource }, health)).toEqual(health);
  expect(readFailedRun).not.toHaveBeenCalled();
  expect(log).not.toHaveBeenCalled();
});

it('says that it failed where its Jobs may not be read', async () => {
  const { causes, readFailedRun } = setUp();
  readFailedRun.mockRejectedValue(new NotAllowedError('jobs'));
  expect(await causes.read({ offering, resource }, failed)).toEqual(failed);
});
