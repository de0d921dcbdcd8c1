import { type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { ReconcileResult } from '../../runtime/Controller';
import { KRATIX } from '../../runtime/names';
import { keyOf } from '../../runtime/owners';
import { removeJobs } from '../../workflow/removeJobs';
import { selector, type Subject } from '../../workflow/subject';
import { runDelete } from '../../workflow/runDelete';
import type { ResourceContext } from './context';

/** Removes the finalizers in the order in which a real Kratix does. */
export async function removeResource(
  { cluster, type, promiseName }: ResourceContext,
  subject: Subject,
  binding: Manifest | undefined,
): Promise<ReconcileResult> {
  const { object } = subject;
  const key = keyOf(object);
  const has = (name: string) =>
    object.metadata.finalizers?.includes(KRATIX + name);
  const drop = (name: string) =>
    cluster.removeFinalizer(type, key, KRATIX + name);

  if (has('delete-workflows')) {
    const progress = await runDelete(cluster, subject);
    if (progress.kind === 'suspended' && progress.againInMs !== undefined) {
      return { againInMs: progress.againInMs };
    }
    if (progress.kind !== 'succeeded') return undefined;
    await drop('delete-workflows');
    return { againInMs: 0 };
  }
  if (has('work-cleanup')) {
    const works = await cluster.list(resourceTypes.works, {
      namespace: key.namespace,
      labelSelector: selector({
        [`${KRATIX}promise-name`]: promiseName,
        [`${KRATIX}resource-name`]: key.name,
      }),
    });
    if (works.length > 0) {
      for (const work of works.filter(w => !w.metadata.deletionTimestamp)) {
        await cluster.delete(resourceTypes.works, keyOf(work));
      }
      return { againInMs: 300 };
    }
    await drop('work-cleanup');
    return { againInMs: 0 };
  }
  if (has('workflows-cleanup')) {
    await removeJobs(cluster, subject);
    await drop('workflows-cleanup');
    return { againInMs: 0 };
  }
  if (has('resource-binding-cleanup')) {
    if (binding) {
      await cluster.delete(resourceTypes.resourceBindings, keyOf(binding));
    }
    await drop('resource-binding-cleanup');
  }
  return undefined;
}
