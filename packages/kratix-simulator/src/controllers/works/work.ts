import { setTimeout as sleep } from 'node:timers/promises';
import {
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { condition, type Cluster } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import { KRATIX } from '../../runtime/names';
import { applyPlacement } from './applyPlacement';
import { reportWork } from './reportWork';
import { matches, mergeSelectors } from './scheduling';
import { stateStoreOf, unreachable } from './stateStore';

const WORK_FINALIZER = `${KRATIX}work-cleanup`;

/**
 * While a state store is dead, each look at a Work turns its status round, and that
 * change makes Kratix look again. This is how long one takes.
 */
const ALTERNATE_MS = 100;

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
    const failing = placements.filter(
      p => condition(p, 'WriteSucceeded')?.status === 'False',
    );
    const alternates = await someUnreachable(failing, destinations);
    if (alternates) await sleep(ALTERNATE_MS);
    const wasFailing = condition(work, 'Ready')?.message === 'Failing';
    await reportWork(cluster, work, {
      groups: groups.length,
      scheduled,
      misplaced,
      failing:
        alternates && wasFailing ? [] : failing.map(p => p.metadata.name),
    });
    return scheduled < groups.length ? { againInMs: 10_000 } : undefined;
  };

  /** Whether a state store that a placement failed to write cannot be reached. */
  async function someUnreachable(
    failing: Manifest[],
    destinations: Manifest[],
  ): Promise<boolean> {
    for (const placement of failing) {
      const name = at(placement, 'spec', 'targetDestinationName');
      const destination = destinations.find(d => d.metadata.name === name);
      const store = destination && (await stateStoreOf(cluster, destination));
      if (store && unreachable(store)) return true;
    }
    return false;
  }

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
    const matching = destinations.filter(d => matches(work, d, wanted));
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
