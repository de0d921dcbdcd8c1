import { isDeepStrictEqual } from 'node:util';
import { at, conditionsOf, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import {
  ignoreIfExists,
  label,
  setCondition,
  type Cluster,
} from '../../runtime/Cluster';
import { KRATIX } from '../../runtime/names';
import { PLACEMENT_FINALIZER } from './placement';

/** Creates a WorkPlacement, or updates the one that exists. */
export async function applyPlacement(
  cluster: Cluster,
  work: Manifest,
  group: JsonObject,
  target: string,
  fits: boolean,
  existing: Manifest[],
) {
  const id = String(group.id);
  const spec: JsonObject = {
    targetDestinationName: target,
    id,
    generation: work.metadata.generation ?? 1,
    promiseName: String(at(work, 'spec', 'promiseName') ?? ''),
    ...(at(work, 'spec', 'resourceName')
      ? { resourceName: String(at(work, 'spec', 'resourceName')) }
      : {}),
    workloads: group.workloads ?? [],
  };
  const name = `${work.metadata.name}.${target}-${id.slice(0, 5)}`;
  const known = existing.find(p => p.metadata.name === name);
  if (!known) {
    await cluster.client
      .create(resourceTypes.workPlacements, {
        apiVersion: 'platform.kratix.io/v1alpha1',
        kind: 'WorkPlacement',
        metadata: {
          name,
          namespace: work.metadata.namespace,
          finalizers: [PLACEMENT_FINALIZER],
          labels: {
            [`${KRATIX}work`]: work.metadata.name,
            [`${KRATIX}workload-group-id`]: id,
            [`${KRATIX}targetDestinationName`]: target,
            [`${KRATIX}pipeline-name`]:
              label(work, `${KRATIX}pipeline-name`) ?? '',
          },
          ownerReferences: [
            {
              apiVersion: work.apiVersion,
              kind: 'Work',
              name: work.metadata.name,
              uid: work.metadata.uid ?? '',
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        spec,
      })
      .catch(ignoreIfExists);
  } else if (!isDeepStrictEqual(at(known, 'spec'), spec)) {
    await cluster.client.patch(resourceTypes.workPlacements, known.metadata, {
      spec,
    });
  }
  const key = { namespace: work.metadata.namespace, name };
  // As in a real Kratix this label stays when the Destination matches again.
  if (known && !fits && label(known, `${KRATIX}misplaced`) !== 'true') {
    await cluster.label(resourceTypes.workPlacements, key, {
      [`${KRATIX}misplaced`]: 'true',
    });
  }
  await cluster.updateStatus(resourceTypes.workPlacements, key, status => {
    if (fits) {
      setCondition(
        status,
        'ScheduleSucceeded',
        'True',
        'ScheduledToDestination',
        'Scheduled to correct Destination',
      );
      if (conditionsOf({ status }).every(c => c.type !== 'Ready')) {
        setCondition(
          status,
          'Ready',
          'False',
          'ScheduledToDestination',
          'Pending',
        );
      }
    } else {
      setCondition(
        status,
        'ScheduleSucceeded',
        'False',
        'DestinationSelectorMismatch',
        'Scheduled to a Destination that no longer matches',
      );
      setCondition(status, 'Ready', 'False', 'Misplaced', 'Misplaced');
    }
  });
}
