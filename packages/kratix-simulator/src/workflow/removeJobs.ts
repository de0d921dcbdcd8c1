import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { Cluster } from '../runtime/Cluster';
import { keyOf } from '../runtime/owners';
import type { Subject } from './subject';
import { jobsOf } from './jobs';

/** Deletes all Jobs of a subject's workflow. */
export async function removeJobs(cluster: Cluster, subject: Subject) {
  for (const job of await jobsOf(cluster, subject)) {
    await removeJob(cluster, job);
  }
}

/** Deletes a Job with its Pods: an API server alone has no garbage collector. */
export async function removeJob(cluster: Cluster, job: Manifest) {
  await removePods(cluster, job);
  await cluster.delete(resourceTypes.jobs, keyOf(job));
}

/** Deletes the Pods of a Job. A Pod goes at once when it has ended. */
export async function removePods(cluster: Cluster, job: Manifest) {
  const pods = await cluster.list(resourceTypes.pods, {
    namespace: job.metadata.namespace,
    labelSelector: `job-name=${job.metadata.name}`,
  });
  for (const pod of pods) {
    await cluster.updateStatus(resourceTypes.pods, keyOf(pod), status => {
      if (status.phase !== 'Succeeded') status.phase = 'Failed';
    });
    await cluster.delete(resourceTypes.pods, keyOf(pod));
  }
}
