import { promiseApiOf } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { Cluster } from '../../runtime/Cluster';
import type { ReconcileResult } from '../../runtime/Controller';
import { KRATIX } from '../../runtime/names';
import { removeJobs } from '../../workflow/removeJobs';
import { selector, type Subject } from '../../workflow/subject';
import { runDelete } from '../../workflow/runDelete';
import { resourcesOf } from './resources';
import { revisionsOf } from './revisions';

const type = resourceTypes.promises;

/** Removes the finalizers in the order in which a real Kratix does. */
export async function removePromise(
  cluster: Cluster,
  subject: Subject,
  /** Ends the controller for its Resources. */
  stopDynamic: () => void,
): Promise<ReconcileResult> {
  const { object: promise } = subject;
  const api = promiseApiOf(promise);
  const has = (name: string) =>
    promise.metadata.finalizers?.includes(KRATIX + name);
  const drop = async (name: string): Promise<ReconcileResult> => {
    await cluster.removeFinalizer(type, promise.metadata, KRATIX + name);
    return { againInMs: 0 };
  };
  if (has('delete-workflows')) {
    const progress = await runDelete(cluster, subject);
    if (progress.kind === 'suspended' && progress.againInMs !== undefined) {
      return { againInMs: progress.againInMs };
    }
    return progress.kind === 'succeeded' ? drop('delete-workflows') : undefined;
  }
  if (has('workflows-cleanup')) {
    await removeJobs(cluster, subject);
    return drop('workflows-cleanup');
  }
  if (has('resource-request-cleanup')) {
    const left = api ? await resourcesOf(cluster, api) : [];
    for (const resource of left.filter(r => !r.metadata.deletionTimestamp)) {
      await cluster.delete(api!, resource.metadata);
    }
    return left.length > 0
      ? { againInMs: 300 }
      : drop('resource-request-cleanup');
  }
  if (has('revision-cleanup')) {
    for (const revision of await revisionsOf(cluster, promise)) {
      await cluster.delete(resourceTypes.promiseRevisions, revision.metadata);
      await cluster.removeFinalizer(
        resourceTypes.promiseRevisions,
        revision.metadata,
        `${KRATIX}resource-request-cleanup`,
      );
    }
    return drop('revision-cleanup');
  }
  if (has('dynamic-controller-dependant-resources-cleanup')) {
    stopDynamic();
    return drop('dynamic-controller-dependant-resources-cleanup');
  }
  if (has('dependencies-cleanup')) {
    const works = await cluster.list(resourceTypes.works, {
      labelSelector: selector({
        [`${KRATIX}promise-name`]: promise.metadata.name,
      }),
    });
    for (const work of works.filter(w => !w.metadata.deletionTimestamp)) {
      await cluster.delete(resourceTypes.works, work.metadata);
    }
    return works.length > 0 ? { againInMs: 300 } : drop('dependencies-cleanup');
  }
  if (has('api-crd-cleanup')) {
    if (api) {
      const crd = { name: `${api.plural}.${api.group}` };
      await cluster.delete(resourceTypes.crds, crd);
      if (await cluster.find(resourceTypes.crds, crd))
        return { againInMs: 200 };
    }
    return drop('api-crd-cleanup');
  }
  return undefined;
}
