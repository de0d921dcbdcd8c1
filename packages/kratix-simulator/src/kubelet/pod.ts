import { at, type Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { now, randomSuffix } from '../runtime/names';

/** Name of the Node, where there is only one. */
export const NODE = 'simulated-node';

/** The Pod that a Job's template asks for. */
export function podOf(job: Manifest, node: string): Manifest {
  const template = at(job, 'spec', 'template') as JsonObject;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${job.metadata.name}-${randomSuffix()}`,
      namespace: job.metadata.namespace,
      labels: (at(template, 'metadata', 'labels') ?? {}) as Record<
        string,
        string
      >,
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          name: job.metadata.name,
          uid: job.metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: { ...(at(template, 'spec') as JsonObject), nodeName: node },
  };
}

/** The status of a container before it starts. */
export const waitingStatusOf = (container: JsonObject): JsonObject => ({
  name: container.name,
  image: container.image,
  imageID: '',
  ready: false,
  restartCount: 0,
  state: { waiting: { reason: 'PodInitializing' } },
});

/** Changes a Job's status as the Job controller does when it is suspended. */
export function setJobSuspended(status: JsonObject) {
  const time = now();
  delete status.startTime;
  delete status.active;
  Object.assign(status, {
    ready: 0,
    uncountedTerminatedPods: {},
    conditions: [
      {
        type: 'Suspended',
        status: 'True',
        reason: 'JobSuspended',
        message: 'Job suspended',
        lastProbeTime: time,
        lastTransitionTime: time,
      },
    ],
  });
}

/** Changes a Job's status as the Job controller does when it ends. */
export function setJobEnded(status: JsonObject, result: 'Complete' | 'Failed') {
  const time = now();
  // The API server accepts the final condition only after the one that announces it.
  const types =
    result === 'Complete'
      ? ['SuccessCriteriaMet', 'Complete']
      : ['FailureTarget', 'Failed'];
  Object.assign(status, {
    active: 0,
    ready: 0,
    uncountedTerminatedPods: {},
    ...(result === 'Complete'
      ? { succeeded: 1, completionTime: time }
      : { failed: 1 }),
    conditions: types.map(type => ({
      type,
      status: 'True',
      reason:
        result === 'Complete' ? 'CompletionsReached' : 'BackoffLimitExceeded',
      message: '',
      lastProbeTime: time,
      lastTransitionTime: time,
    })),
  });
}
