import { randomUUID } from 'node:crypto';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { label, setCondition, type Cluster } from '../runtime/Cluster';
import { MANUAL_RECONCILIATION_LABEL, now } from '../runtime/names';
import { workflowsOf } from './status';
import { jobOf } from './job';
import { resultOfJob, jobsOf, newestJobOf } from './jobs';
import type { Progress } from './progress';
import {
  keyOfSubject,
  pipelineName,
  pipelinesOfWorkflow,
  type Subject,
} from './subject';

/**
 * Runs the delete pipeline, if there is one. As in a real Kratix, the status then lists
 * this pipeline only, with the phase Running until the end.
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
  const job = newestJobOf(jobs, name);
  const rerunRequested =
    label(subject.object, MANUAL_RECONCILIATION_LABEL) === 'true';
  if (!job || (rerunRequested && resultOfJob(job) === 'Failed')) {
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
    if (rerunRequested)
      await cluster.label(subject.type, key, {
        [MANUAL_RECONCILIATION_LABEL]: null,
      });
    await cluster.event(
      subject.object,
      'PipelineStarted',
      `Delete Pipeline started: ${name}`,
    );
    return { kind: 'running' };
  }
  const result = resultOfJob(job);
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
