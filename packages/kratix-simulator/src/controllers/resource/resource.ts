import { asText, at, type PromiseApi } from '@syntasso/plugin-ske-common';
import { resourceTypes, type ResourceType } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { label, type Cluster } from '../../runtime/Cluster';
import type { Key, ReconcileResult } from '../../runtime/Controller';
import { KRATIX } from '../../runtime/names';
import { runConfigure } from '../../workflow/runConfigure';
import { pipelinesOfWorkflow, type Subject } from '../../workflow/subject';
import {
  reportBindingFailed,
  bindingOf,
  createBinding,
  revisionFor,
} from './binding';
import type { ResourceContext } from './context';
import { copyHealth } from './health';
import { holdBackIfNotReady } from './holdBackIfNotReady';
import { removeResource } from './remove';
import { reportWorkflowDone, reportWithoutPipelines } from './reportWorkflow';

const FINALIZERS = [
  'work-cleanup',
  'workflows-cleanup',
  'delete-workflows',
  'resource-binding-cleanup',
].map(name => KRATIX + name);

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
    if (!object) return undefined;
    const promise = await cluster.find(resourceTypes.promises, {
      name: promiseName,
    });
    const binding = await bindingOf(context, object);
    const revision = await revisionFor(
      context,
      asText(at(binding, 'spec', 'version')) ?? 'latest',
    );
    const subject: Subject = {
      object,
      type,
      promiseName,
      promiseSpec: (at(revision, 'spec', 'promiseSpec') ??
        promise?.spec ??
        {}) as JsonObject,
      workflowType: 'resource',
    };
    if (object.metadata.deletionTimestamp)
      return removeResource(context, subject, binding);

    if (label(object, `${KRATIX}promise-name`) !== promiseName) {
      await cluster.label(type, key, {
        [`${KRATIX}promise-name`]: promiseName,
      });
      return { againInMs: 0 };
    }
    if (!binding) {
      await createBinding(context, object);
      return { againInMs: 0 };
    }
    const held = await holdBackIfNotReady(context, object, promise, key);
    if (held) return held;

    const missing = FINALIZERS.filter(
      f => !object.metadata.finalizers?.includes(f),
    );
    if (missing.length > 0) {
      await cluster.setFinalizers(type, key, all => [...all, ...missing]);
      return { againInMs: 0 };
    }
    await copyHealth(context, object, key);
    if (pipelinesOfWorkflow(subject, 'configure').length === 0) {
      await reportWithoutPipelines(context, subject, binding, revision);
      return undefined;
    }
    const progress = await runConfigure(cluster, subject);
    switch (progress.kind) {
      case 'running':
      case 'suspended':
        return progress.againInMs === undefined
          ? undefined
          : { againInMs: Math.max(progress.againInMs, 50) };
      case 'failed':
        await reportBindingFailed(context, binding, revision, object);
        return undefined;
      default:
        await reportWorkflowDone(context, subject, binding, revision);
        return undefined;
    }
  };
}
