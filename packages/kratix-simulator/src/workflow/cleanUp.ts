import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { label, type Cluster } from '../runtime/Cluster';
import { KRATIX } from '../runtime/names';
import { keyOf } from '../runtime/owners';
import { jobsOf, newestFirst } from './jobs';
import { removeJob } from './removeJobs';
import {
  namespaceOf,
  pipelineName,
  selector,
  subjectLabels,
  type Subject,
} from './subject';

const JOBS_TO_KEEP = 5;

/** Removes old Jobs, and the Works of pipelines that the Promise no longer has. */
export async function cleanUpAfterRun(
  cluster: Cluster,
  subject: Subject,
  pipelines: JsonObject[],
) {
  const names = pipelines.map(pipelineName);
  const jobs = await jobsOf(cluster, subject, 'configure');
  for (const job of names.flatMap(name =>
    newestFirst(jobs, name).slice(JOBS_TO_KEEP),
  )) {
    await removeJob(cluster, job);
  }
  const works = await cluster.list(resourceTypes.works, {
    namespace: namespaceOf(subject),
    labelSelector: selector({
      ...subjectLabels(subject),
      [`${KRATIX}work-type`]: subject.workflowType,
    }),
  });
  for (const work of works) {
    if (names.includes(label(work, `${KRATIX}pipeline-name`) ?? '')) continue;
    await cluster.delete(resourceTypes.works, keyOf(work));
  }
}
