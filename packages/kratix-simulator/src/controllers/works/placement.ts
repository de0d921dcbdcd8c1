import { createHash } from 'node:crypto';
import { at } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { label, setCondition, type Cluster } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import { KRATIX } from '../../runtime/names';
import { stateStoreOf, writeError } from './stateStore';

/** Removed when the files are gone from the state store. */
export const PLACEMENT_FINALIZER = `finalizers.workplacement.${KRATIX}repo-cleanup`;

/** A real Kratix tries again after 15 s. */
const AGAIN_MS = 1_000;

/** Kratix's WorkPlacement controller: writes files into the state store. */
export function placementReconciler(cluster: Cluster, writeMs: number) {
  const type = resourceTypes.workPlacements;
  const seen = new Map<string, number>();

  return async function reconcile(key: Key): Promise<ReconcileResult> {
    const placement = await cluster.find(type, key);
    if (!placement) return undefined;
    if (placement.metadata.deletionTimestamp) {
      await cluster.removeFinalizer(type, key, PLACEMENT_FINALIZER);
      return undefined;
    }
    const destination = await cluster.find(resourceTypes.destinations, {
      name: String(at(placement, 'spec', 'targetDestinationName')),
    });
    const store = destination && (await stateStoreOf(cluster, destination));
    // Without a state store the conditions stay as they are, as in a real Kratix.
    if (!store) return { againInMs: AGAIN_MS };
    const id = `${placement.metadata.uid} ${placement.metadata.generation}`;
    const first = seen.get(id) ?? Date.now();
    seen.set(id, first);
    const wait = first + writeMs - Date.now();
    if (wait > 0) return { againInMs: wait };
    const refusal = writeError(store);
    await cluster.updateStatus(type, key, status => {
      if (refusal) {
        setCondition(
          status,
          'WriteSucceeded',
          'False',
          'WorkloadsFailedWrite',
          refusal,
        );
        setCondition(
          status,
          'Ready',
          'False',
          'WorkloadsFailedWrite',
          'Failing',
        );
        return;
      }
      status.versionID = createHash('sha256')
        .update(JSON.stringify(at(placement, 'spec', 'workloads') ?? []))
        .digest('hex');
      setCondition(
        status,
        'WriteSucceeded',
        'True',
        'WorkloadsWrittenToStateStore',
        'Workloads written to State Store',
      );
      if (label(placement, `${KRATIX}misplaced`) === 'true') return;
      setCondition(
        status,
        'Ready',
        'True',
        'WorkloadsWrittenToTargetDestination',
        'Ready',
      );
    });
    return refusal ? { againInMs: AGAIN_MS } : undefined;
  };
}
