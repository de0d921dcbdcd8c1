import {
  asNumber,
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes, type ResourceType } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import type { Adapter } from '../kubelet/runContainer';
import type { PodOutput } from '../kubelet/script';
import { condition, setCondition, type Cluster } from '../runtime/Cluster';
import {
  DRY_RUN_LABEL,
  KRATIX,
  now,
  SUSPENDED_LABEL,
  SYSTEM_NAMESPACE,
} from '../runtime/names';
import { applyWork } from './applyWork';
import { pick, pipelineStatuses, setPipeline, workflowsOf } from './status';

/** What Kratix's `pipeline-adapter` image does: reader, work-creator, update-status. */
export function createAdapter(cluster: Cluster): Adapter {
  const subjectOf = (job: Manifest) => {
    const env = Object.fromEntries(
      objectsOf(
        objectsOf(at(job, 'spec', 'template', 'spec', 'containers'))[0]?.env,
      ).map(e => [asText(e.name) ?? '', asText(e.value) ?? '']),
    );
    const type: ResourceType = {
      group: env.KRATIX_OBJECT_GROUP,
      version: env.KRATIX_OBJECT_VERSION,
      plural: env.KRATIX_CRD_PLURAL,
    };
    const key = {
      name: env.KRATIX_OBJECT_NAME,
      namespace: env.KRATIX_OBJECT_NAMESPACE || undefined,
    };
    return {
      env,
      type,
      key,
      last: env.IS_LAST_PIPELINE === 'true',
      dryRun: env.KRATIX_DRY_RUN === 'true',
    };
  };

  return {
    async read(job) {
      const { type, key } = subjectOf(job);
      return (await cluster.client.get(type, key)) as unknown as JsonObject;
    },

    async writeWork(job, outcome) {
      const { env, key, dryRun } = subjectOf(job);
      const promise = await cluster.find(resourceTypes.promises, {
        name: env.KRATIX_PROMISE_NAME,
      });
      await applyWork(cluster, {
        namespace: key.namespace ?? SYSTEM_NAMESPACE,
        name: [
          env.KRATIX_PROMISE_NAME,
          key.namespace ? key.name : undefined,
          env.KRATIX_PIPELINE_NAME,
        ]
          .filter(Boolean)
          .join('-'),
        labels: {
          [`${KRATIX}promise-name`]: env.KRATIX_PROMISE_NAME,
          ...(key.namespace ? { [`${KRATIX}resource-name`]: key.name } : {}),
          [`${KRATIX}pipeline-name`]: env.KRATIX_PIPELINE_NAME,
          [`${KRATIX}work-type`]: env.KRATIX_WORKFLOW_TYPE,
          ...(dryRun ? { [DRY_RUN_LABEL]: 'true' } : {}),
        },
        promiseName: env.KRATIX_PROMISE_NAME,
        resourceName: key.namespace ? key.name : undefined,
        files: outcome.files,
        selectors: [
          ...objectsOf(at(promise, 'spec', 'destinationSelectors')).map(s => ({
            matchLabels: s.matchLabels ?? {},
            source: 'promise',
          })),
          ...outcome.destinations.map(destination => ({
            ...destination,
            source: `${env.KRATIX_WORKFLOW_TYPE}-workflow`,
          })),
        ],
      });
    },

    async writeStatus(job, outcome) {
      const { env, type, key, last, dryRun } = subjectOf(job);
      if (outcome.suspend) {
        await suspend(cluster, {
          type,
          key,
          pipeline: env.KRATIX_PIPELINE_NAME,
          outcome,
        });
        return;
      }
      const ofPromise = env.KRATIX_WORKFLOW_TYPE === 'promise';
      const isDelete = env.KRATIX_WORKFLOW_ACTION === 'delete';
      await cluster.updateStatus(type, key, (status, object) => {
        const { kratix: _, conditions: __, ...own } = outcome.status;
        if (!isDelete) {
          Object.assign(status, ofPromise ? pick(own, 'message') : own);
        }
        if (dryRun && !isDelete) status.message = 'Dry run executed';
        delete workflowsOf(status).suspendedGeneration;
        setPipeline(status, env.KRATIX_PIPELINE_NAME, { phase: 'Running' });
        if (!last) return;
        // A finished delete pipeline writes this too.
        setCondition(
          status,
          'ConfigureWorkflowCompleted',
          'True',
          'PipelinesExecutedSuccessfully',
          'Pipelines completed',
        );
        if (isDelete) return;
        if (status.message === undefined || status.message === 'Pending') {
          status.message = ofPromise
            ? 'Promise configured'
            : 'Resource requested';
        }
        if (ofPromise) return;
        const time =
          condition({ ...object, status }, 'ConfigureWorkflowCompleted')
            ?.lastTransitionTime ?? now();
        status.lastSuccessfulConfigureWorkflowTime = time;
        workflowsOf(status).lastSuccessfulConfigureWorkflowTime = time;
      });
    },
  };
}

async function suspend(
  cluster: Cluster,
  options: {
    type: ResourceType;
    key: { name: string; namespace?: string };
    pipeline: string;
    outcome: PodOutput;
  },
) {
  const { type, key, pipeline } = options;
  const { message, retryAfterSeconds } = options.outcome.suspend!;
  await cluster.label(type, key, { [SUSPENDED_LABEL]: 'true' });
  await cluster.updateStatus(type, key, (status, object) => {
    const old = pipelineStatuses(status).find(p => p.name === pipeline);
    setPipeline(status, pipeline, {
      phase: 'Suspended',
      message,
      ...(retryAfterSeconds === undefined
        ? {}
        : {
            attempts: (asNumber(old?.attempts) ?? 0) + 1,
            nextRetryAt: new Date(Date.now() + retryAfterSeconds * 1000)
              .toISOString()
              .replace(/\.\d+Z$/, 'Z'),
          }),
    });
    workflowsOf(status).suspendedGeneration = object.metadata.generation ?? 1;
  });
}
