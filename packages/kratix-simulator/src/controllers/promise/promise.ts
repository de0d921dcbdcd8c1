import {
  at,
  isObject,
  promiseApiOf,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { condition, label, type Cluster } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import {
  KRATIX,
  PAUSED_LABEL,
  RECONCILE_RESOURCES_LABEL,
  RUN_FROM_START_LABEL,
} from '../../runtime/names';
import { resumeIfUnpaused } from '../../workflow/resume';
import { pipelinesOfWorkflow, type Subject } from '../../workflow/subject';
import { runConfigure } from '../../workflow/runConfigure';
import { establishCrd } from './crd';
import { applyDependencies } from './dependencies';
import { removePromise } from './remove';
import { checkRequirements } from './requirements';
import { rerunResources, rerunResourcesOnRequest } from './resources';
import { updateRevisions } from './revisions';
import {
  fillCounters,
  markUnavailable,
  reportPaused,
  reportWorks,
  setAvailable,
} from './status';

const FINALIZERS = [
  'resource-request-cleanup',
  'dynamic-controller-dependant-resources-cleanup',
  'api-crd-cleanup',
  'dependencies-cleanup',
  'workflows-cleanup',
  'revision-cleanup',
].map(name => KRATIX + name);

/** Kratix's Promise controller. */
export function promiseReconciler(
  cluster: Cluster,
  /** Starts or stops the controller for the Resources of a Promise. */
  dynamic: {
    start(promiseName: string, api: PromiseApi): void;
    stop(promiseName: string): void;
  },
) {
  const type = resourceTypes.promises;

  return async function reconcile(key: Key): Promise<ReconcileResult> {
    const promise = await cluster.find(type, key);
    if (!promise) return undefined;
    const subject: Subject = {
      object: promise,
      type,
      promiseName: key.name,
      promiseSpec: (promise.spec ?? {}) as JsonObject,
      workflowType: 'promise',
    };
    if (label(promise, PAUSED_LABEL) === 'true')
      return reportPaused(cluster, promise);
    if (promise.metadata.deletionTimestamp)
      return removePromise(cluster, subject, () => dynamic.stop(key.name));

    const wanted = [
      ...FINALIZERS,
      ...(pipelinesOfWorkflow(subject, 'delete').length > 0
        ? [`${KRATIX}delete-workflows`]
        : []),
    ].filter(f => !promise.metadata.finalizers?.includes(f));
    if (wanted.length > 0) {
      await addFinalizers(promise, wanted);
      return { againInMs: 0 };
    }
    const pipelines = pipelinesOfWorkflow(subject, 'configure');
    // Without pipelines the condition that says it is paused stays, as in a real Kratix.
    const resumed =
      pipelines.length > 0 &&
      (await resumeIfUnpaused(cluster, type, promise, [
        RUN_FROM_START_LABEL,
        RECONCILE_RESOURCES_LABEL,
      ]));
    if (resumed) return { againInMs: 0 };

    await cluster.updateStatus(type, key, fillCounters);
    await updateRevisions(cluster, promise);
    const fulfilled = await checkRequirements(cluster, promise);
    const api = promiseApiOf(promise);
    const generation = promise.metadata.generation ?? 1;
    const observed = at(promise, 'status', 'observedGeneration');
    if (!fulfilled || !condition(promise, 'Available')) {
      await setAvailable(cluster, promise, false);
    }
    if (api) {
      const established = await establishCrd(cluster, promise, api);
      if (!established) return { againInMs: 100 };
      dynamic.start(key.name, api);
    }
    if (!fulfilled) return { againInMs: 5_000 };

    await cluster.updateStatus(type, key, status => {
      status.workflows = pipelines.length;
    });
    const changed = api !== undefined && observed !== generation;
    // In one write, as a real Kratix does.
    if (changed) {
      await cluster.updateStatus(type, key, status => {
        status.observedGeneration = generation;
        markUnavailable(status);
      });
    }
    const rerun = changed && observed !== undefined;
    await applyDependencies(cluster, promise);

    if (pipelines.length > 0) {
      // They wait until their Promise is available again.
      if (api && rerun) await rerunResources(cluster, api);
      const progress = await runConfigure(cluster, subject, markUnavailable);
      if (progress.kind === 'running' || progress.kind === 'suspended') {
        return progress.againInMs === undefined
          ? undefined
          : { againInMs: Math.max(progress.againInMs, 50) };
      }
      if (progress.kind === 'failed') return undefined;
    }
    if (await rerunResourcesOnRequest(cluster, promise, api))
      return { againInMs: 0 };
    await setAvailable(cluster, promise, true);
    await reportWorks(cluster, promise, pipelines.length > 0);
    // A real Kratix labels them before; here none sees its Promise unavailable for the
    // moment that a change takes.
    if (api && rerun && pipelines.length === 0) {
      await rerunResources(cluster, api);
    }
    return undefined;
  };

  /** As Kratix does: fills in `workflows.config` too, which makes it generation 2. */
  async function addFinalizers(promise: Manifest, wanted: string[]) {
    const workflows = at(promise, 'spec', 'workflows');
    await cluster.client.replace(type, {
      ...promise,
      metadata: {
        ...promise.metadata,
        finalizers: [...(promise.metadata.finalizers ?? []), ...wanted],
      },
      spec: {
        ...promise.spec,
        workflows: { config: {}, ...(isObject(workflows) ? workflows : {}) },
      },
    });
  }
}
