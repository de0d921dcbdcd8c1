import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  withoutContent,
  withoutDestinationSpec,
  withoutPodSpec,
  withoutPromise,
  withoutTemplate,
  withReplicasOnly,
  withStatusOnly,
} from './trimObjects';

const object = (kind: string, spec: Manifest['spec']): Manifest => ({
  apiVersion: 'a/v1',
  kind,
  metadata: { name: 'a' },
  spec,
});
const BIG = 'x'.repeat(1_000);

it.each([
  [
    'the names of the files of a Work',
    withoutContent(
      object('Work', {
        promiseName: 'p',
        workloadGroups: [
          { id: '1', workloads: [{ filepath: 'a.yaml', content: BIG }] },
        ],
      }),
    ),
    {
      promiseName: 'p',
      workloadGroups: [{ id: '1', workloads: [{ filepath: 'a.yaml' }] }],
    },
  ],
  [
    'the names of the files of a WorkPlacement',
    withoutContent(
      object('WorkPlacement', {
        targetDestinationName: 'd',
        workloads: [{ filepath: 'a.yaml', content: BIG }],
      }),
    ),
    { targetDestinationName: 'd', workloads: [{ filepath: 'a.yaml' }] },
  ],
  [
    'nothing of what a Job would make',
    withoutTemplate(object('Job', { BIG })),
    undefined,
  ],
  [
    'the names of the containers of a Pod',
    withoutPodSpec(
      object('Pod', {
        nodeName: BIG,
        containers: [{ name: 'c', env: [{ name: 'A', value: BIG }] }],
      }),
    ),
    { initContainers: [], containers: [{ name: 'c' }] },
  ],
  [
    'which version a revision is of',
    withoutPromise(
      object('PromiseRevision', { version: 'v1', promiseSpec: { api: BIG } }),
    ),
    { version: 'v1' },
  ],
])('keeps %s', (_name, kept, spec) => {
  expect(kept.spec).toEqual(spec);
  expect(JSON.stringify(kept)).not.toContain(BIG);
});

it('keeps of a Destination what it is called, its state store, and whether it is ready', () => {
  const ready = [{ type: 'Ready', status: 'True' }];
  const stateStoreRef = { kind: 'BucketStateStore', name: 's' };
  const destination = {
    ...object('Destination', { path: 'a', stateStoreRef }),
    metadata: {
      ...{ name: 'a', uid: 'u', generation: 3, resourceVersion: '7' },
      labels: { zone: 'eu' },
      annotations: { seen: 'just now' },
    },
    status: { conditions: ready, lastSeen: 'just now' },
  };
  expect(withoutDestinationSpec(destination)).toEqual({
    ...{ apiVersion: 'a/v1', kind: 'Destination' },
    metadata: {
      ...{ name: 'a', uid: 'u', resourceVersion: '7' },
      labels: { zone: 'eu' },
    },
    spec: { stateStoreRef },
    status: { conditions: ready },
  });
});

it('keeps nothing of the spec of a state store, and of a Deployment how many Pods it wants', () => {
  const status = { conditions: [{ type: 'Ready', status: 'True' }] };
  const store = {
    ...object('GitStateStore', { url: 'https://user:token@host' }),
    status,
  };
  expect(withStatusOnly(store)).toEqual({
    ...{ apiVersion: 'a/v1', kind: 'GitStateStore', metadata: { name: 'a' } },
    status,
  });
  const deployment = object('Deployment', { replicas: 2, template: BIG });
  expect(withReplicasOnly(deployment)).toEqual({
    ...{ apiVersion: 'a/v1', kind: 'Deployment', metadata: { name: 'a' } },
    spec: { replicas: 2 },
  });
});
