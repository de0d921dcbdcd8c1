import { ServiceUnavailableError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { stuckContainer, whyJobFailed } from './failure';

const podWith = (status: JsonObject, created = '1'): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `p${created}`, namespace: 'a', creationTimestamp: created },
  status,
});
const ended = (exitCode: number, message?: string): JsonObject => ({
  initContainerStatuses: [
    {
      name: 'lint',
      state: { terminated: { exitCode, ...(message ? { message } : {}) } },
    },
  ],
});
const noLog = { log: async () => undefined };

it('takes the message that Kubernetes has of the log', async () => {
  const pods = [podWith(ended(1, 'first\nlast\n'))];
  expect(await whyJobFailed(noLog, 'BackoffLimitExceeded', pods)).toBe(
    'Container "lint" has ended with exit code 1: last',
  );
});

it('tells of the last of several tries', async () => {
  const pods = [podWith(ended(2, 'b'), '2'), podWith(ended(1, 'a'), '1')];
  expect(await whyJobFailed(noLog, 'BackoffLimitExceeded', pods)).toBe(
    'Container "lint" has ended with exit code 2: b',
  );
});

it('tells of the container where its log cannot be read', async () => {
  const log = async () => {
    throw new ServiceUnavailableError('no node');
  };
  const pods = [podWith(ended(137))];
  expect(await whyJobFailed({ log }, 'BackoffLimitExceeded', pods)).toBe(
    'Container "lint" has ended with exit code 137.',
  );
});

it('tells of what it has waited for', async () => {
  const pods = [
    podWith({
      initContainerStatuses: [
        {
          name: 'lint',
          state: { waiting: { reason: 'ImagePullBackOff', message: 'none' } },
        },
      ],
    }),
  ];
  expect(stuckContainer(pods)).toBe(
    'Container "lint" does not begin: ImagePullBackOff, none.',
  );
  expect(await whyJobFailed(noLog, 'DeadlineExceeded', pods)).toBe(
    'It took longer than jobs.timeout of the configuration allows. Container "lint" does not begin: ImagePullBackOff, none.',
  );
  expect(await whyJobFailed(noLog, 'BackoffLimitExceeded', [])).toBe(
    'Its pods are gone (BackoffLimitExceeded).',
  );
});
