import { at, type PromiseApi } from '@syntasso/plugin-ske-common';
import { resourceTypes, type ResourceType } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { label, type Cluster } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import { KRATIX, RUN_FROM_START_LABEL } from '../../runtime/names';
import { resumeIfUnpaused } from '../../workflow/resume';
import { runConfigure } from '../../workflow/runConfigure';
import { pipelinesOfWorkflow, type Subject } from '../../workflow/subject';
import { bindingOf, boundVersion, createBinding, revisionFor } from './binding';
import type { ResourceContext } from './context';
import { copyHealth } from './health';
import { holdBackIfPaused, holdBackIfUnavailable } from './holdBack';
import { leaveDryRun } from './leaveDryRun';
import { removeResource } from './remove';
import { reportWorkflowDone, reportWithoutPipelines } from './reportWorkflow';
import {
  reportUpgradeFailed,
  reportUpgradeRunning,
  startUpgrade,
} from './upgrade';

const FINALIZERS = [
  'work-cleanup',
  'workflows-cleanup',
  'delete-workflows',
  'resource-binding-cleanup',
].map(name => KRATIX + name);

const REVISION_AGAIN_MS = 5_000;

/** Kratix's dynamic controller for the Resources of one Promise. */
export function resourceReconciler(
  cluster: Cluster,
  promiseName: string,
  api: PromiseApi,
) {
  const type: ResourceType = {
    group: api.group,
    version: api.version,
    plural: api.plural,
  };
  const context: ResourceContext = { cluster, type, promiseName };

  return async function reconcile(key: Key): Promise<ReconcileResult> {
    const object = await cluster.find(type, key);
    const promise = await cluster.find(resourceTypes.promises, {
      name: promiseName,
    });
    if (!object || !promise) return undefined;
    if (await holdBackIfPaused(context, object, promise, key)) return undefined;
    if (label(object, `${KRATIX}promise-name`) !== promiseName) {
      await cluster.label(type, key, {
        [`${KRATIX}promise-name`]: promiseName,
      });
      return { againInMs: 0 };
    }
    const binding = await bindingOf(context, object);
    const revision = await revisionFor(context, boundVersion(binding));
    const { deletionTimestamp } = object.metadata;
    if (binding && !deletionTimestamp) {
      const rerun =
        (await startUpgrade(context, object, binding, revision, key)) ||
        (await leaveDryRun(context, object, binding, key));
      if (rerun) return { againInMs: 0 };
    }
    // As in a real Kratix, nothing goes on without the version that the binding names.
    if (!revision) return { againInMs: REVISION_AGAIN_MS };
    const subject: Subject = {
      object,
      type,
      promiseName,
      promiseSpec: (at(revision, 'spec', 'promiseSpec') ?? {}) as JsonObject,
      workflowType: 'resource',
    };
    if (deletionTimestamp) return removeResource(context, subject, binding);

    const held = await holdBackIfUnavailable(context, object, promise, key);
    if (held) return held;
    const missing = FINALIZERS.filter(
      f => !object.metadata.finalizers?.includes(f),
    );
    if (missing.length > 0) {
      await cluster.setFinalizers(type, key, all => [...all, ...missing]);
      return { againInMs: 0 };
    }
    if (!binding) {
      await createBinding(context, object);
      return { againInMs: 0 };
    }
    // Without pipelines the label, and the condition, stay for ever, as in a real Kratix.
    if (await resumeIfUnpaused(cluster, type, object, [RUN_FROM_START_LABEL]))
      return { againInMs: 0 };
    await copyHealth(context, object, key);
    if (pipelinesOfWorkflow(subject, 'configure').length === 0) {
      await reportWithoutPipelines(context, subject, binding, revision);
      return undefined;
    }
    const progress = await runConfigure(cluster, subject);
    switch (progress.kind) {
      case 'running':
      case 'suspended':
        await reportUpgradeRunning(context, binding, revision, key);
        return progress.againInMs === undefined
          ? undefined
          : { againInMs: Math.max(progress.againInMs, 50) };
      case 'failed':
        await reportUpgradeFailed(context, binding, revision, key);
        return undefined;
      default:
        await reportWorkflowDone(context, subject, binding, revision);
        return undefined;
    }
  };
}
