import { randomUUID } from 'node:crypto';
import {
  asText,
  at,
  pipelinesOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import {
  condition,
  label,
  setCondition,
  type Cluster,
} from '../runtime/Cluster';
import {
  RUN_FROM_START_LABEL,
  KRATIX,
  MANUAL_RECONCILIATION_LABEL,
  now,
  RUN_ID_ANNOTATION,
  SEQUENCE_ANNOTATION,
} from '../runtime/names';
import { isSuspended, setPipeline, workflowsOf } from './status';
import { createJob, resultOfJob, jobsOf, newestJobOf } from './jobs';
import { markFailed, markRunning, type Progress } from './progress';
import {
  hashOf,
  keyOfSubject,
  pipelineName,
  pipelinesOfWorkflow,
  type Subject,
} from './subject';

/** Kratix waits this long after it created a Job before it looks at it. */
const SETTLE_MS = 1_100;

/**
 * Runs configure pipelines one after another as Jobs, and writes their phases into the
 * status. All its state is on the cluster, so that a restarted process continues.
 */
export async function runConfigure(
  cluster: Cluster,
  subject: Subject,
): Promise<Progress> {
  const pipelines = pipelinesOfWorkflow(subject, 'configure');
  const jobs = await jobsOf(cluster, subject, 'configure');
  const first = newestJobOf(jobs, pipelineName(pipelines[0]));
  const rerunRequested =
    label(subject.object, MANUAL_RECONCILIATION_LABEL) === 'true' ||
    label(subject.object, RUN_FROM_START_LABEL) === 'true';
  const outdated =
    first === undefined || label(first, `${KRATIX}hash`) !== hashOf(subject);
  if (rerunRequested || outdated) {
    await startRun(cluster, subject, pipelines, jobs);
    return { kind: 'running', againInMs: SETTLE_MS };
  }
  return followRun(cluster, subject, pipelines, jobs, first);
}

async function startRun(
  cluster: Cluster,
  subject: Subject,
  pipelines: JsonObject[],
  jobs: Manifest[],
) {
  const key = keyOfSubject(subject);
  for (const job of jobs.filter(j => !resultOfJob(j))) {
    await cluster.delete(resourceTypes.jobs, {
      namespace: job.metadata.namespace,
      name: job.metadata.name,
    });
  }
  await cluster.updateStatus(subject.type, key, status => {
    status.workflows = pipelines.length;
    workflowsOf(status).pipelines = pipelines.map(p => ({
      name: pipelineName(p),
      phase: 'Pending',
      lastTransitionTime: now(),
    }));
    delete workflowsOf(status).suspendedGeneration;
    if (status.workflowsSucceeded !== undefined) status.workflowsSucceeded = 0;
    if (status.workflowsFailed !== undefined) status.workflowsFailed = 0;
  });
  await createJob(cluster, subject, pipelines, 0, randomUUID());
  const drop = [
    MANUAL_RECONCILIATION_LABEL,
    RUN_FROM_START_LABEL,
    `${KRATIX}workflow-suspended`,
  ].filter(name => label(subject.object, name) !== undefined);
  if (drop.length > 0) {
    await cluster.label(
      subject.type,
      key,
      Object.fromEntries(drop.map(name => [name, null])),
    );
  }
  await cluster.updateStatus(subject.type, key, status => {
    status.workflowsSucceeded = 0;
    status.workflowsFailed = 0;
  });
}

async function followRun(
  cluster: Cluster,
  subject: Subject,
  pipelines: JsonObject[],
  jobs: Manifest[],
  first: Manifest,
): Promise<Progress> {
  const key = keyOfSubject(subject);
  const runId = asText(at(first, 'metadata', 'annotations', RUN_ID_ANNOTATION));
  const phases = new Map(pipelinesOf(subject.object).map(p => [p.name, p]));
  let fresh = false;
  for (const [index, pipeline] of pipelines.entries()) {
    const name = pipelineName(pipeline);
    const phase = phases.get(name);
    if (phase?.phase === 'Succeeded') continue;
    const job = newestJobOf(
      jobs.filter(
        j =>
          asText(at(j, 'metadata', 'annotations', RUN_ID_ANNOTATION)) === runId,
      ),
      name,
    );
    if (!job) {
      await createJob(cluster, subject, pipelines, index, runId ?? '');
      return { kind: 'running', againInMs: SETTLE_MS };
    }
    const settlesIn =
      Number(at(job, 'metadata', 'annotations', SEQUENCE_ANNOTATION)) +
      SETTLE_MS -
      Date.now();
    if (settlesIn > 0) return { kind: 'running', againInMs: settlesIn };
    const result = resultOfJob(job);
    if (phase?.phase === 'Suspended' && result) {
      return resumeOrWait(cluster, subject, pipelines, index, runId ?? '');
    }
    if (result !== 'Complete') await markRunning(cluster, subject, name);
    if (!result) return { kind: 'running' };
    if (result === 'Failed') {
      await markFailed(cluster, subject, name);
      return { kind: 'failed' };
    }
    await cluster.updateStatus(subject.type, key, status => {
      setPipeline(status, name, { phase: 'Succeeded' });
      status.workflowsSucceeded = index + 1;
      status.workflowsFailed = 0;
    });
    fresh = true;
  }
  return { kind: 'succeeded', fresh };
}

async function resumeOrWait(
  cluster: Cluster,
  subject: Subject,
  pipelines: JsonObject[],
  index: number,
  runId: string,
): Promise<Progress> {
  const key = keyOfSubject(subject);
  const name = pipelineName(pipelines[index]);
  const retryAt = pipelinesOf(subject.object).find(
    p => p.name === name,
  )?.nextRetryAt;
  const retryInMs = retryAt ? Date.parse(retryAt) - Date.now() : undefined;
  const released = !isSuspended(subject.object);
  if (released || (retryInMs !== undefined && retryInMs <= 0)) {
    await createJob(cluster, subject, pipelines, index, runId);
    if (!released) {
      await cluster.label(subject.type, key, {
        [`${KRATIX}workflow-suspended`]: null,
      });
    }
    return { kind: 'running', againInMs: SETTLE_MS };
  }
  if (condition(subject.object, 'Reconciled')?.reason !== 'WorkflowSuspended') {
    await cluster.updateStatus(subject.type, key, status =>
      setCondition(
        status,
        'Reconciled',
        'Unknown',
        'WorkflowSuspended',
        'Suspended',
      ),
    );
    await cluster.event(
      subject.object,
      'WorkflowSuspended',
      `Pipeline ${name} suspended the workflow`,
      'Warning',
    );
  }
  return { kind: 'suspended', againInMs: retryInMs };
}
