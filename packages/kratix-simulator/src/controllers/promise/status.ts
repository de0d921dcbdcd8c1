import { objectsOf, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { setCondition, type Cluster } from '../../runtime/Cluster';
import type { ReconcileResult } from '../../runtime/Controller';
import { KRATIX, now } from '../../runtime/names';
import { selector } from '../../workflow/subject';
import { setWorksConditions } from '../works/conditions';

const type = resourceTypes.promises;

/** Fills in what a Promise's status must have as soon as there is one. */
export function fillCounters(status: JsonObject) {
  status.workflows ??= 0;
  status.workflowsSucceeded ??= 0;
  status.workflowsFailed ??= 0;
}

/** Writes the conditions of a Promise that its label pauses. */
export async function reportPaused(
  cluster: Cluster,
  promise: Manifest,
): Promise<ReconcileResult> {
  await cluster.updateStatus(type, promise.metadata, status => {
    fillCounters(status);
    status.status = 'Unavailable';
    setCondition(
      status,
      'Available',
      'False',
      'PausedReconciliation',
      'Paused',
    );
    setCondition(
      status,
      'Reconciled',
      'Unknown',
      'PausedReconciliation',
      'Paused',
    );
    mirrorStatus(status);
  });
  return { againInMs: 60_000 };
}

/** Writes whether the Promise is available for requests. */
export async function setAvailable(
  cluster: Cluster,
  promise: Manifest,
  available: boolean,
) {
  await cluster.updateStatus(type, promise.metadata, status => {
    if (available) {
      if (status.status !== 'Available') status.lastAvailableTime = now();
      status.status = 'Available';
      setCondition(
        status,
        'Available',
        'True',
        'PromiseAvailable',
        'Ready to fulfil resource requests',
      );
      mirrorStatus(status);
    } else {
      markUnavailable(status);
    }
  });
}

/** Changes a status so that it says that the Promise is not available. */
export function markUnavailable(status: JsonObject) {
  status.status = 'Unavailable';
  setCondition(
    status,
    'Available',
    'False',
    'PromiseUnavailable',
    'Cannot fulfil resource requests',
  );
  mirrorStatus(status);
}

/** Kratix writes whether a Promise is available in two places. */
function mirrorStatus(status: JsonObject) {
  const kratix = (status.kratix ??= {}) as JsonObject;
  kratix.status = status.status;
}

/** Writes `WorksSucceeded`, and `Reconciled` where the Promise has pipelines. */
export async function reportWorks(
  cluster: Cluster,
  promise: Manifest,
  hasPipelines: boolean,
) {
  const works = await cluster.list(resourceTypes.works, {
    labelSelector: selector({
      [`${KRATIX}promise-name`]: promise.metadata.name,
      [`${KRATIX}work-type`]: 'promise',
    }),
  });
  await cluster.updateStatus(type, promise.metadata, status => {
    const reconciled = structuredClone(status.conditions);
    setWorksConditions(status, works, 'promise');
    if (hasPipelines) return;
    // Without pipelines Kratix never moves Reconciled.
    const worksSucceeded = objectsOf(status.conditions).find(
      c => c.type === 'WorksSucceeded',
    );
    status.conditions = [
      ...objectsOf(reconciled).filter(c => c.type !== 'WorksSucceeded'),
      ...(worksSucceeded ? [worksSucceeded] : []),
    ];
  });
}
