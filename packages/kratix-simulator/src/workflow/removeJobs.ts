import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { Cluster } from '../runtime/Cluster';
import type { Subject } from './subject';
import { jobsOf } from './jobs';

/** Deletes Jobs with their Pods: an API server alone has no garbage collector. */
export async function removeJobs(cluster: Cluster, subject: Subject) {
  for (const job of await jobsOf(cluster, subject)) {
    const namespace = job.metadata.namespace;
    const pods = await cluster.list(resourceTypes.pods, {
      namespace,
      labelSelector: `job-name=${job.metadata.name}`,
    });
    for (const pod of pods) {
      await cluster.delete(resourceTypes.pods, {
        namespace,
        name: pod.metadata.name,
      });
    }
    await cluster.delete(resourceTypes.jobs, {
      namespace,
      name: job.metadata.name,
    });
  }
}
