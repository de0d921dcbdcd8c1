import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { label, type Cluster } from '../runtime/Cluster';
import {
  MANUAL_RECONCILIATION_LABEL,
  now,
  RUN_FROM_START_LABEL,
  SUSPENDED_LABEL,
} from '../runtime/names';
import { createJob, suspendRunningJobs } from './jobs';
import { pipelineStatuses, workflowsOf } from './status';
import { keyOfSubject, pipelineName, type Subject } from './subject';

/** Whether a label asks for a run from the first pipeline on. */
export const isRerunRequested = (object: Manifest) =>
  label(object, MANUAL_RECONCILIATION_LABEL) === 'true' ||
  label(object, RUN_FROM_START_LABEL) === 'true';

/** Starts the configure pipelines from the first one on, in place of a run that is under way. */
export async function startRun(
  cluster: Cluster,
  subject: Subject,
  pipelines: JsonObject[],
  jobs: Manifest[],
  /** Changes the status in the same write as the phases. */
  onStart: (status: JsonObject) => void,
) {
  const key = keyOfSubject(subject);
  const names = pipelines.map(pipelineName);
  await cluster.updateStatus(subject.type, key, status => {
    onStart(status);
    status.workflows = pipelines.length;
    const reset = mustReset(status, names, isRerunRequested(subject.object));
    delete workflowsOf(status).suspendedGeneration;
    if (!reset) return;
    workflowsOf(status).pipelines = names.map(name => ({
      name,
      phase: 'Pending',
      lastTransitionTime: now(),
    }));
    status.workflowsSucceeded = 0;
    status.workflowsFailed = 0;
  });
  await suspendRunningJobs(cluster, jobs);
  await createJob(cluster, subject, pipelines, 0, randomUUID());
  await dropLabels(cluster, subject, [
    MANUAL_RECONCILIATION_LABEL,
    RUN_FROM_START_LABEL,
    SUSPENDED_LABEL,
  ]);
}

/**
 * Whether the phases go back to Pending. As in a real Kratix they stay where nothing had
 * succeeded yet: a run that takes the place of one whose first pipeline runs goes on as
 * Running, and after a change of the spec a Failed first pipeline stays Failed until it
 * runs.
 */
function mustReset(
  status: JsonObject,
  names: string[],
  rerunRequested: boolean,
): boolean {
  const listed = pipelineStatuses(status);
  const sameNames = isDeepStrictEqual(
    listed.map(p => p.name),
    names,
  );
  return (
    !sameNames ||
    listed.some(p => p.phase === 'Suspended') ||
    status.workflowsSucceeded !== 0 ||
    (rerunRequested && status.workflowsFailed !== 0)
  );
}

/** Removes those of these labels that the object has. */
export async function dropLabels(
  cluster: Cluster,
  subject: Subject,
  names: string[],
) {
  const present = names.filter(
    name => label(subject.object, name) !== undefined,
  );
  if (present.length === 0) return;
  await cluster.label(
    subject.type,
    keyOfSubject(subject),
    Object.fromEntries(present.map(name => [name, null])),
  );
}
