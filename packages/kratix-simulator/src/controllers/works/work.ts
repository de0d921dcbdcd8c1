import {
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import type { Cluster } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import { KRATIX } from '../../runtime/names';
import { applyPlacement } from './applyPlacement';
import { reportWork } from './reportWork';
import { matches, mergeSelectors } from './scheduling';

const WORK_FINALIZER = `${KRATIX}work-cleanup`;

/** Kratix's scheduler: makes WorkPlacements of a Work for matching Destinations. */
export function workReconciler(cluster: Cluster) {
  return async function reconcile(key: Key): Promise<ReconcileResult> {
    const work = await cluster.find(resourceTypes.works, key);
    if (!work) return undefined;
    const placements = await placementsOf(work);
    if (work.metadata.deletionTimestamp) {
      for (const p of placements.filter(x => !x.metadata.deletionTimestamp)) {
        await cluster.delete(resourceTypes.workPlacements, p.metadata);
      }
      await cluster.removeFinalizer(resourceTypes.works, key, WORK_FINALIZER);
      return undefined;
    }
    if (!work.metadata.finalizers?.includes(WORK_FINALIZER)) {
      await cluster.setFinalizers(resourceTypes.works, key, all => [
        ...all,
        WORK_FINALIZER,
      ]);
      return { againInMs: 0 };
    }
    const destinations = await cluster.list(resourceTypes.destinations);
    const groups = objectsOf(at(work, 'spec', 'workloadGroups'));
    let scheduled = 0;
    const misplaced: string[] = [];
    for (const group of groups) {
      const result = await place(work, group, placements, destinations);
      if (result.placed > 0) scheduled += 1;
      misplaced.push(...result.misplaced);
    }
    await reportWork(
      cluster,
      work,
      groups.length,
      scheduled,
      misplaced,
      placements,
    );
    return scheduled < groups.length ? { againInMs: 10_000 } : undefined;
  };

  async function placementsOf(work: Manifest) {
    return cluster.list(resourceTypes.workPlacements, {
      namespace: work.metadata.namespace,
      labelSelector: `${KRATIX}work=${work.metadata.name}`,
    });
  }

  async function place(
    work: Manifest,
    group: JsonObject,
    placements: Manifest[],
    destinations: Manifest[],
  ) {
    const wanted = mergeSelectors(objectsOf(group.destinationSelectors));
    const matching = destinations.filter(d => matches(d, wanted));
    const existing = placements.filter(p => at(p, 'spec', 'id') === group.id);
    const onePerRequest =
      asText(at(work, 'spec', 'resourceName')) !== undefined;
    const targets = new Set(
      existing.map(p => String(at(p, 'spec', 'targetDestinationName'))),
    );
    if (onePerRequest) {
      if (targets.size === 0 && matching.length > 0) {
        targets.add(
          matching[Math.floor(Math.random() * matching.length)].metadata.name,
        );
      }
    } else {
      matching.forEach(d => targets.add(d.metadata.name));
    }
    const misplaced: string[] = [];
    for (const target of targets) {
      const fits = matching.some(d => d.metadata.name === target);
      if (!fits) misplaced.push(target);
      await applyPlacement(cluster, work, group, target, fits, existing);
    }
    return { placed: targets.size, misplaced };
  }
}
