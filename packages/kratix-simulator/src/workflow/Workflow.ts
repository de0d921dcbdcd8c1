import { randomUUID } from 'node:crypto';
import {
  asText,
  at,
  pipelinesOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { finished } from '../kubelet/Kubelet';
import {
  condition,
  label,
  setCondition,
  type Cluster,
} from '../runtime/Cluster';
import { KRATIX, now, RUN_ID, SEQUENCE } from '../runtime/names';
import { isSuspended, setPipeline, workflowsOf } from './adapter';
import { jobOf } from './job';
import {
  hashOf,
  keyOfSubject,
  namespaceOf,
  pipelineName,
  pipelinesOfWorkflow,
  selector,
  subjectLabels,
  type Subject,
} from './subject';

/** How a workflow stands after a reconcile. */
export type Progress =
  | { kind: 'running'; againInMs?: number }
  | { kind: 'suspended'; againInMs?: number }
  | { kind: 'failed' }
  | { kind: 'succeeded'; fresh: boolean };

/** Kratix waits this long after it created a Job before it looks at it. */
const SETTLE_MS = 1_100;

const MANUAL = `${KRATIX}manual-reconciliation`;
export const FROM_START = `internal.workflows.${KRATIX}run-from-start`;

/**
 * Runs configure pipelines one after another as Jobs, and keeps the phases in
 * the status. All it needs to know is on the cluster, so that it goes on where
 * a killed process stopped.
 */
export async function runConfigure(
  cluster: Cluster,
  subject: Subject,
): Promise<Progress> {
  const pipelines = pipelinesOfWorkflow(subject, 'configure');
  const jobs = await jobsOf(cluster, subject, 'configure');
  const first = newest(jobs, pipelineName(pipelines[0]));
  const asked =
    label(subject.object, MANUAL) === 'true' ||
    label(subject.object, FROM_START) === 'true';
  const outdated =
    first === undefined || label(first, `${KRATIX}hash`) !== hashOf(subject);
  if (asked || outdated) {
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
  for (const job of jobs.filter(j => !finished(j))) {
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
  const drop = [MANUAL, FROM_START, `${KRATIX}workflow-suspended`].filter(
    name => label(subject.object, name) !== undefined,
  );
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
  const runId = asText(at(first, 'metadata', 'annotations', RUN_ID));
  const phases = new Map(pipelinesOf(subject.object).map(p => [p.name, p]));
  let fresh = false;
  for (const [index, pipeline] of pipelines.entries()) {
    const name = pipelineName(pipeline);
    const phase = phases.get(name);
    if (phase?.phase === 'Succeeded') continue;
    const job = newest(
      jobs.filter(
        j => asText(at(j, 'metadata', 'annotations', RUN_ID)) === runId,
      ),
      name,
    );
    if (!job) {
      await createJob(cluster, subject, pipelines, index, runId ?? '');
      return { kind: 'running', againInMs: SETTLE_MS };
    }
    const settlesIn =
      Number(at(job, 'metadata', 'annotations', SEQUENCE)) +
      SETTLE_MS -
      Date.now();
    if (settlesIn > 0) return { kind: 'running', againInMs: settlesIn };
    const result = finished(job);
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

/** A Job that takes longer than a moment turns the conditions. */
async function markRunning(cluster: Cluster, subject: Subject, name: string) {
  await cluster.updateStatus(subject.type, keyOfSubject(subject), status => {
    const current = pipelinesOf({ status }).find(p => p.name === name);
    if (current?.phase !== 'Pending') return;
    setPipeline(status, name, { phase: 'Running' });
    setCondition(
      status,
      'ConfigureWorkflowCompleted',
      'False',
      'PipelinesInProgress',
      'Pipelines are still in progress',
    );
    setCondition(status, 'Reconciled', 'Unknown', 'WorkflowPending', 'Pending');
    if (subject.workflowType === 'resource') status.message ??= 'Pending';
  });
}

async function markFailed(cluster: Cluster, subject: Subject, name: string) {
  const known = condition(subject.object, 'ConfigureWorkflowCompleted');
  await cluster.updateStatus(subject.type, keyOfSubject(subject), status => {
    setPipeline(status, name, { phase: 'Failed' });
    status.workflowsFailed = 1;
    setCondition(
      status,
      'ConfigureWorkflowCompleted',
      'False',
      'ConfigureWorkflowFailed',
      `A Configure Pipeline has failed: ${name}`,
    );
    setCondition(
      status,
      'Reconciled',
      'False',
      'ConfigureWorkflowFailed',
      'Failing',
    );
  });
  if (known?.reason === 'ConfigureWorkflowFailed') return;
  await cluster.event(
    subject.object,
    'ConfigureWorkflowFailed',
    `A ${subject.workflowType}/configure Pipeline has failed: ${name}`,
    'Warning',
  );
}

/**
 * Runs the delete pipeline, if there is one. Works as in the recordings: the
 * pipelines listed become the delete one, phase Running until the end.
 */
export async function runDelete(
  cluster: Cluster,
  subject: Subject,
): Promise<Progress> {
  const [pipeline] = pipelinesOfWorkflow(subject, 'delete');
  if (!pipeline) return { kind: 'succeeded', fresh: false };
  const name = pipelineName(pipeline);
  const key = keyOfSubject(subject);
  const jobs = await jobsOf(cluster, subject, 'delete');
  const job = newest(jobs, name);
  const again = label(subject.object, MANUAL) === 'true';
  if (!job || (again && finished(job) === 'Failed')) {
    await cluster.client.create(
      resourceTypes.jobs,
      jobOf(subject, pipeline, {
        action: 'delete',
        runId: randomUUID(),
        last: true,
      }),
    );
    await cluster.updateStatus(subject.type, key, status => {
      workflowsOf(status).pipelines = [
        { name, phase: 'Running', lastTransitionTime: now() },
      ];
    });
    if (again) await cluster.label(subject.type, key, { [MANUAL]: null });
    await cluster.event(
      subject.object,
      'PipelineStarted',
      `Delete Pipeline started: ${name}`,
    );
    return { kind: 'running' };
  }
  const result = finished(job);
  if (!result) return { kind: 'running' };
  if (result === 'Complete') return { kind: 'succeeded', fresh: true };
  await cluster.updateStatus(subject.type, key, status =>
    setCondition(
      status,
      'DeleteWorkflowCompleted',
      'False',
      'DeleteWorkflowFailed',
      'The Delete Pipeline has failed',
    ),
  );
  return { kind: 'failed' };
}

/** All Jobs of a subject's workflow. */
export async function jobsOf(
  cluster: Cluster,
  subject: Subject,
  action?: 'configure' | 'delete',
): Promise<Manifest[]> {
  return cluster.list(resourceTypes.jobs, {
    namespace: namespaceOf(subject),
    labelSelector: selector({
      ...subjectLabels(subject),
      [`${KRATIX}workflow-type`]: subject.workflowType,
      ...(action ? { [`${KRATIX}workflow-action`]: action } : {}),
    }),
  });
}

async function createJob(
  cluster: Cluster,
  subject: Subject,
  pipelines: JsonObject[],
  index: number,
  runId: string,
) {
  const pipeline = pipelines[index];
  await cluster.client.create(
    resourceTypes.jobs,
    jobOf(subject, pipeline, {
      action: 'configure',
      runId,
      last: index === pipelines.length - 1,
    }),
  );
  await cluster.event(
    subject.object,
    'PipelineStarted',
    `Configure Pipeline started: ${pipelineName(pipeline)}`,
  );
}

function newest(jobs: Manifest[], pipeline: string): Manifest | undefined {
  const sequence = (job: Manifest) =>
    Number(at(job, 'metadata', 'annotations', SEQUENCE) ?? 0);
  return jobs
    .filter(job => label(job, `${KRATIX}pipeline-name`) === pipeline)
    .sort((a, b) => sequence(b) - sequence(a))[0];
}
