import { at, objectsOf, type Manifest } from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { label, type Cluster } from '../runtime/Cluster';
import { KRATIX, SEQUENCE_ANNOTATION } from '../runtime/names';
import { keyOf } from '../runtime/owners';
import { jobOf } from './job';
import {
  namespaceOf,
  pipelineName,
  selector,
  subjectLabels,
  type Subject,
} from './subject';

/** How a Job has ended; undefined while it runs. */
export function resultOfJob(job: Manifest): 'Complete' | 'Failed' | undefined {
  const types = objectsOf(at(job, 'status', 'conditions'))
    .filter(c => c.status === 'True')
    .map(c => c.type);
  if (types.includes('Complete')) return 'Complete';
  return types.includes('Failed') ? 'Failed' : undefined;
}

/** Whether somebody suspended a Job: its Pod is stopped. */
export const isJobSuspended = (job: Manifest) =>
  at(job, 'spec', 'suspend') === true;

/** Suspends the Jobs that run, because a new run takes their place. */
export async function suspendRunningJobs(cluster: Cluster, jobs: Manifest[]) {
  for (const job of jobs) {
    if (resultOfJob(job) || isJobSuspended(job)) continue;
    await cluster.client
      .patch(resourceTypes.jobs, keyOf(job), { spec: { suspend: true } })
      .catch(ifNotFound);
  }
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

/** Starts a configure pipeline. */
export async function createJob(
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

/** The newest Job of a pipeline. */
export const newestJobOf = (
  jobs: Manifest[],
  pipeline: string,
): Manifest | undefined => newestFirst(jobs, pipeline)[0];

/** The Jobs of a pipeline, the newest first. */
export function newestFirst(jobs: Manifest[], pipeline: string): Manifest[] {
  const sequence = (job: Manifest) =>
    Number(at(job, 'metadata', 'annotations', SEQUENCE_ANNOTATION) ?? 0);
  return jobs
    .filter(job => label(job, `${KRATIX}pipeline-name`) === pipeline)
    .sort((a, b) => sequence(b) - sequence(a));
}
