import {
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { ResourceType } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { KRATIX, SYSTEM_NAMESPACE, md5 } from '../runtime/names';

/** A Promise or Resource whose workflow runs. */
export interface Subject {
  object: Manifest;
  type: ResourceType;
  promiseName: string;
  /** The Promise spec in force: of the Promise, or of the revision in use. */
  promiseSpec: JsonObject;
  workflowType: 'promise' | 'resource';
}

export const keyOfSubject = ({ object }: Subject) => ({
  namespace: object.metadata.namespace,
  name: object.metadata.name,
});

/** Where a subject's Jobs and Works live. */
export const namespaceOf = (subject: Subject) =>
  subject.object.metadata.namespace ?? SYSTEM_NAMESPACE;

/** The Pipelines of a workflow, as the Promise has them. */
export function pipelinesOfWorkflow(
  subject: Pick<Subject, 'promiseSpec' | 'workflowType'>,
  action: 'configure' | 'delete',
): JsonObject[] {
  const all = objectsOf(
    at(subject.promiseSpec, 'workflows', subject.workflowType, action),
  );
  // Kratix runs only the first delete pipeline.
  return action === 'delete' ? all.slice(0, 1) : all;
}

export const pipelineName = (pipeline: JsonObject) =>
  asText(at(pipeline, 'metadata', 'name')) ?? 'pipeline';

/** Changes when the Promise's spec or the Resource's spec changes. */
export function hashOf(subject: Subject): string {
  const spec = JSON.stringify(subject.promiseSpec);
  return subject.workflowType === 'promise'
    ? md5(spec)
    : md5(`${md5(spec)}${md5(JSON.stringify(subject.object.spec ?? {}))}`);
}

/** Labels by which a subject's Jobs and Works are found. */
export function subjectLabels(subject: Subject): Record<string, string> {
  return {
    [`${KRATIX}promise-name`]: subject.promiseName,
    ...(subject.workflowType === 'resource'
      ? { [`${KRATIX}resource-name`]: subject.object.metadata.name }
      : {}),
  };
}

export const selector = (labels: Record<string, string>) =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
