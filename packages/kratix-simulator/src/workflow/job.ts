import {
  asNumber,
  at,
  objectsOf,
  splitApiVersion,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { label } from '../runtime/Cluster';
import {
  DRY_RUN_LABEL,
  generatedName,
  KRATIX,
  RUN_ID_ANNOTATION,
  SEQUENCE_ANNOTATION,
} from '../runtime/names';
import {
  hashOf,
  namespaceOf,
  pipelineName,
  subjectLabels,
  type Subject,
} from './subject';

const ADAPTER_IMAGE = 'simulated/pipeline-adapter';

/** The Job of a Pipeline: reader, the Pipeline's containers, work-writer, status-writer. */
export function jobOf(
  subject: Subject,
  pipeline: JsonObject,
  options: { action: 'configure' | 'delete'; runId: string; last: boolean },
): Manifest {
  const { object, promiseName, workflowType } = subject;
  const { group, version } = splitApiVersion(object.apiVersion);
  const name = pipelineName(pipeline);
  const env = [
    ['KRATIX_WORKFLOW_ACTION', options.action],
    ['KRATIX_WORKFLOW_TYPE', workflowType],
    ['KRATIX_PROMISE_NAME', promiseName],
    ['KRATIX_PIPELINE_NAME', name],
    ['KRATIX_OBJECT_KIND', object.kind],
    ['KRATIX_OBJECT_GROUP', group],
    ['KRATIX_OBJECT_VERSION', version],
    ['KRATIX_OBJECT_NAME', object.metadata.name],
    ['KRATIX_OBJECT_NAMESPACE', object.metadata.namespace ?? ''],
    ['KRATIX_CRD_PLURAL', subject.type.plural],
    ['KRATIX_CLUSTER_SCOPED', String(workflowType === 'promise')],
    ...(label(object, DRY_RUN_LABEL) === 'true'
      ? [['KRATIX_DRY_RUN', 'true']]
      : []),
  ].map(([key, value]) => ({ name: key, value }));
  const kratixContainer = (container: string, args: string[]): JsonObject => ({
    name: container,
    image: ADAPTER_IMAGE,
    command: ['/bin/pipeline-adapter'],
    args,
    env: options.last
      ? [...env, { name: 'IS_LAST_PIPELINE', value: 'true' }]
      : env,
  });
  const labels = {
    'app.kubernetes.io/managed-by': 'Kratix',
    ...subjectLabels(subject),
    [`${KRATIX}hash`]: hashOf(subject),
    [`${KRATIX}pipeline-name`]: name,
    [`${KRATIX}workflow-action`]: options.action,
    [`${KRATIX}workflow-type`]: workflowType,
  };
  const of =
    workflowType === 'promise'
      ? promiseName
      : `${promiseName}-${object.metadata.name}`;
  const user = objectsOf(at(pipeline, 'spec', 'containers')).map(container => ({
    ...container,
    env: [...objectsOf(container.env), ...env],
    ...(container.image ? {} : { image: 'simulated/pipeline' }),
  }));
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: generatedName(`kratix-${of}-${name}`),
      namespace: namespaceOf(subject),
      labels,
      annotations: {
        [RUN_ID_ANNOTATION]: options.runId,
        [SEQUENCE_ANNOTATION]: String(Date.now()),
        [`${KRATIX}job-resource-name`]: object.metadata.name,
        [`${KRATIX}job-resource-namespace`]: object.metadata.namespace ?? '',
        [`${KRATIX}job-resource-kind`]: object.kind,
        [`${KRATIX}job-resource-api-version`]: object.apiVersion,
      },
      ownerReferences: [
        {
          apiVersion: object.apiVersion,
          kind: object.kind,
          name: object.metadata.name,
          uid: object.metadata.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      suspend: false,
      backoffLimit:
        asNumber(at(pipeline, 'spec', 'jobOptions', 'backoffLimit')) ?? 6,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'OnFailure',
          initContainers: [
            kratixContainer('reader', ['reader']),
            ...user,
            ...(options.action === 'configure'
              ? [kratixContainer('work-writer', ['work-creator'])]
              : []),
          ],
          containers: [kratixContainer('status-writer', ['update-status'])],
        },
      },
    },
  };
}
