import { randomUUID } from 'node:crypto';
import { pipelinesOf, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { label, setCondition, type Cluster } from '../runtime/Cluster';
import {
  MANUAL_RECONCILIATION_LABEL,
  now,
  SUSPENDED_LABEL,
} from '../runtime/names';
import { workflowsOf } from './status';
import { jobOf } from './job';
import { resultOfJob, jobsOf, newestJobOf, suspendRunningJobs } from './jobs';
import type { Progress } from './progress';
import { dropLabels } from './startRun';
import {
  keyOfSubject,
  pipelineName,
  pipelinesOfWorkflow,
  type Subject,
} from './subject';
import { isSuspended, reportSuspended, retryIn } from './suspension';

/**
 * Runs the delete pipeline, if there is one. As in a real Kratix, the status then lists
 * this pipeline only, with the phase Running until the end, unless it suspends.
 */
export async function runDelete(
  cluster: Cluster,
  subject: Subject,
): Promise<Progress> {
  const [pipeline] = pipelinesOfWorkflow(subject, 'delete');
  if (!pipeline) return { kind: 'succeeded' };
  const name = pipelineName(pipeline);
  const key = keyOfSubject(subject);
  const jobs = await jobsOf(cluster, subject, 'delete');
  // Read after the Jobs, so that it holds what an ended Job has written.
  const object = await cluster.find(subject.type, key);
  if (!object) return { kind: 'running' };
  const current: Subject = { ...subject, object };
  const job = newestJobOf(jobs, name);
  const rerunRequested = label(object, MANUAL_RECONCILIATION_LABEL) === 'true';
  if (!job || rerunRequested) return start(cluster, current, pipeline, jobs);

  const result = resultOfJob(job);
  if (!result) return { kind: 'running' };
  const phase = pipelinesOf(object).find(p => p.name === name)?.phase;
  if (phase === 'Suspended' && result === 'Complete') {
    const retryInMs = retryIn(object, name);
    const due = retryInMs !== undefined && retryInMs <= 0;
    if (due || !isSuspended(object)) {
      return start(cluster, current, pipeline, jobs);
    }
    await reportSuspended(cluster, current, name);
    await reportUncompleted(
      cluster,
      current,
      'DeleteWorkflowSuspended',
      'The delete workflow is suspended',
    );
    return { kind: 'suspended', againInMs: retryInMs };
  }
  if (result === 'Complete') return { kind: 'succeeded' };
  await reportUncompleted(
    cluster,
    current,
    'DeleteWorkflowFailed',
    'The Delete Pipeline has failed',
  );
  return { kind: 'failed' };
}

async function start(
  cluster: Cluster,
  subject: Subject,
  pipeline: JsonObject,
  jobs: Manifest[],
): Promise<Progress> {
  const name = pipelineName(pipeline);
  await suspendRunningJobs(cluster, jobs);
  await cluster.updateStatus(subject.type, keyOfSubject(subject), status => {
    workflowsOf(status).pipelines = [
      { name, phase: 'Running', lastTransitionTime: now() },
    ];
  });
  await cluster.client.create(
    resourceTypes.jobs,
    jobOf(subject, pipeline, {
      action: 'delete',
      runId: randomUUID(),
      last: true,
    }),
  );
  await dropLabels(cluster, subject, [
    MANUAL_RECONCILIATION_LABEL,
    SUSPENDED_LABEL,
  ]);
  await cluster.event(
    subject.object,
    'PipelineStarted',
    `Delete Pipeline started: ${name}`,
  );
  return { kind: 'running' };
}

async function reportUncompleted(
  cluster: Cluster,
  subject: Subject,
  reason: string,
  message: string,
) {
  await cluster.updateStatus(subject.type, keyOfSubject(subject), status =>
    setCondition(status, 'DeleteWorkflowCompleted', 'False', reason, message),
  );
}
