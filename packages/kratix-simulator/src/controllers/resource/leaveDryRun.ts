import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { label } from '../../runtime/Cluster';
import type { Key } from '../../runtime/Controller';
import {
  DRY_RUN_LABEL,
  KRATIX,
  MANUAL_RECONCILIATION_LABEL,
} from '../../runtime/names';
import { keyOf } from '../../runtime/owners';
import { selector } from '../../workflow/subject';
import type { ResourceContext } from './context';

/**
 * Makes a Resource real that was a dry run until somebody removed the label: its binding
 * still has it. Removes what the dry run has written, and runs the pipelines again.
 *
 * @returns whether it was a dry run
 */
export async function leaveDryRun(
  { cluster, type, promiseName }: ResourceContext,
  object: Manifest,
  binding: Manifest,
  key: Key,
): Promise<boolean> {
  const wasDryRun = label(binding, DRY_RUN_LABEL) === 'true';
  if (!wasDryRun || label(object, DRY_RUN_LABEL) === 'true') return false;
  const works = await cluster.list(resourceTypes.works, {
    namespace: key.namespace,
    labelSelector: selector({
      [`${KRATIX}promise-name`]: promiseName,
      [`${KRATIX}resource-name`]: key.name,
      [DRY_RUN_LABEL]: 'true',
    }),
  });
  for (const work of works) {
    await cluster.delete(resourceTypes.works, keyOf(work));
  }
  await cluster.label(type, key, { [MANUAL_RECONCILIATION_LABEL]: 'true' });
  await cluster.label(resourceTypes.resourceBindings, keyOf(binding), {
    [DRY_RUN_LABEL]: null,
  });
  return true;
}
