import { at } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { setCondition, type Cluster } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import { stateStoreOf } from './stateStore';

/** Kratix's Destination controller: a Destination is ready when its state store exists. */
export function destinationReconciler(cluster: Cluster) {
  return async function reconcile(key: Key): Promise<ReconcileResult> {
    const destination = await cluster.find(resourceTypes.destinations, key);
    if (!destination || destination.metadata.deletionTimestamp)
      return undefined;
    const store = await stateStoreOf(cluster, destination);
    await cluster.updateStatus(resourceTypes.destinations, key, status => {
      if (store) {
        setCondition(
          status,
          'Ready',
          'True',
          'TestDocumentsWritten',
          'Test documents written to State Store',
        );
      } else {
        const name = at(destination, 'spec', 'stateStoreRef', 'name');
        setCondition(
          status,
          'Ready',
          'False',
          'StateStoreNotFound',
          `State store ${name} not found`,
        );
      }
    });
    return store ? undefined : { againInMs: 1_000 };
  };
}
