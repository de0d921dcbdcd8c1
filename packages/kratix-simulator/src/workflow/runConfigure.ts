import {
  asText,
  at,
  pipelinesOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { label, type Cluster } from '../runtime/Cluster';
import {
  KRATIX,
  RUN_ID_ANNOTATION,
  SEQUENCE_ANNOTATION,
  SUSPENDED_LABEL,
} from '../runtime/names';
import { cleanUpAfterRun } from './cleanUp';
import { setPipeline } from './status';
import { createJob, resultOfJob, jobsOf, newestJobOf } from './jobs';
import { markFailed, markRunning, type Progress } from './progress';
import { isRerunRequested, startRun } from './startRun';
import { isSuspended, reportSuspended, retryIn } from './suspension';
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
 *
 * @param onStart - changes the status in the write with which a run starts
 */
export async function runConfigure(
  cluster: Cluster,
  subject: Subject,
  onStart: (status: JsonObject) => void = () => {},
): Promise<Progress> {
  const pipelines = pipelinesOfWorkflow(subject, 'configure');
  const jobs = await jobsOf(cluster, subject, 'configure');
  const first = newestJobOf(jobs, pipelineName(pipelines[0]));
  if (
    !first ||
    isRerunRequested(subject.object) ||
    label(first, `${KRATIX}hash`) !== hashOf(subject)
  ) {
    await startRun(cluster, subject, pipelines, jobs, onStart);
    return { kind: 'running', againInMs: SETTLE_MS };
  }
  // Read after the Jobs, so that it holds what an ended Job has written.
  const object = await cluster.find(subject.type, keyOfSubject(subject));
  if (!object) return { kind: 'running' };
  return followRun(cluster, { ...subject, object }, pipelines, jobs, first);
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
    const phase = phases.get(name)?.phase;
    if (phase === 'Succeeded') continue;
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
    if (phase === 'Suspended' && result === 'Complete') {
      return resumeOrWait(cluster, subject, pipelines, index, runId ?? '');
    }
    if (result === undefined) {
      await markRunning(cluster, subject, name);
      return { kind: 'running' };
    }
    if (result === 'Failed') {
      if (phase === 'Running' || phase === 'Failed') {
        await markFailed(cluster, subject, name);
        return { kind: 'failed' };
      }
      await markRunning(cluster, subject, name);
      return { kind: 'running', againInMs: 0 };
    }
    await cluster.updateStatus(subject.type, key, status => {
      setPipeline(status, name, { phase: 'Succeeded' });
      status.workflowsSucceeded = index + 1;
      status.workflowsFailed = 0;
    });
    fresh = true;
  }
  if (fresh) await cleanUpAfterRun(cluster, subject, pipelines);
  return { kind: 'succeeded' };
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
  const retryInMs = retryIn(subject.object, name);
  const released = !isSuspended(subject.object);
  if (released || (retryInMs !== undefined && retryInMs <= 0)) {
    await createJob(cluster, subject, pipelines, index, runId);
    if (!released) {
      await cluster.label(subject.type, key, { [SUSPENDED_LABEL]: null });
    }
    return { kind: 'running', againInMs: SETTLE_MS };
  }
  await reportSuspended(cluster, subject, name);
  return { kind: 'suspended', againInMs: retryInMs };
}
