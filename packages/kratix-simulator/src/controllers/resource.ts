import {
  asText,
  at,
  conditionsOf,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import { resourceTypes, type ResourceType } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import {
  condition,
  label,
  setCondition,
  type Cluster,
} from '../runtime/Cluster';
import type { Key, Outcome } from '../runtime/Controller';
import { generatedName, KRATIX } from '../runtime/names';
import {
  FROM_START,
  jobsOf,
  runConfigure,
  runDelete,
} from '../workflow/Workflow';
import {
  pipelinesOfWorkflow,
  selector,
  type Subject,
} from '../workflow/subject';

const FINALIZERS = [
  'work-cleanup',
  'workflows-cleanup',
  'delete-workflows',
  'resource-binding-cleanup',
].map(name => KRATIX + name);

const HEALTH_ORDER = ['unhealthy', 'degraded', 'unknown', 'healthy', 'ready'];

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

  return async function reconcile(key: Key): Promise<Outcome> {
    const object = await cluster.find(type, key);
    if (!object) return undefined;
    const promise = await cluster.find(resourceTypes.promises, {
      name: promiseName,
    });
    const binding = await bindingOf(object);
    const revision = await revisionFor(
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
    if (object.metadata.deletionTimestamp) return remove(subject, binding);

    if (label(object, `${KRATIX}promise-name`) !== promiseName) {
      await cluster.label(type, key, {
        [`${KRATIX}promise-name`]: promiseName,
      });
      return { againInMs: 0 };
    }
    if (!binding) {
      await createBinding(object);
      return { againInMs: 0 };
    }
    const held = await holdBack(object, promise, key);
    if (held) return held;

    const missing = FINALIZERS.filter(
      f => !object.metadata.finalizers?.includes(f),
    );
    if (missing.length > 0) {
      await cluster.setFinalizers(type, key, all => [...all, ...missing]);
      return { againInMs: 0 };
    }
    await copyHealth(object, key);
    if (pipelinesOfWorkflow(subject, 'configure').length === 0) {
      await settleWithoutPipelines(subject, binding, revision);
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
        await bindingFailed(binding, revision, object);
        return undefined;
      default:
        return settle(subject, binding, revision);
    }
  };

  async function bindingOf(object: Manifest) {
    const found = await cluster.list(resourceTypes.resourceBindings, {
      namespace: object.metadata.namespace,
      labelSelector: selector({
        [`${KRATIX}promise-name`]: promiseName,
        [`${KRATIX}resource-name`]: object.metadata.name,
      }),
    });
    return found[0];
  }

  async function createBinding(object: Manifest) {
    const { name, namespace } = object.metadata;
    const binding = await cluster.client.create(
      resourceTypes.resourceBindings,
      {
        apiVersion: 'platform.kratix.io/v1alpha1',
        kind: 'ResourceBinding',
        metadata: {
          name: generatedName(`${name}-${promiseName}`),
          namespace,
          labels: {
            [`${KRATIX}promise-name`]: promiseName,
            [`${KRATIX}resource-name`]: name,
          },
        },
        spec: {
          version: 'latest',
          promiseRef: { name: promiseName },
          resourceRef: { name, namespace: namespace ?? 'default' },
        },
      },
    );
    await cluster.event(
      object,
      'BindingCreated',
      `Binding ${binding.metadata.name} created for promise ${promiseName} version latest`,
    );
  }

  async function revisionFor(version: string) {
    const revisions = await cluster.list(resourceTypes.promiseRevisions, {
      labelSelector: selector({ [`${KRATIX}promise-name`]: promiseName }),
    });
    return version === 'latest'
      ? revisions.find(r => label(r, `${KRATIX}latest-revision`) === 'true')
      : revisions.find(r => at(r, 'spec', 'version') === version);
  }

  /** Paused, or its Promise is not available: conditions say so, nothing runs. */
  async function holdBack(
    object: Manifest,
    promise: Manifest | undefined,
    key: Key,
  ): Promise<Outcome> {
    const pausedLabel = `${KRATIX}paused`;
    const paused =
      label(object, pausedLabel) === 'true' ||
      (promise && label(promise, pausedLabel) === 'true');
    const reconciled = condition(object, 'Reconciled');
    if (paused) {
      if (reconciled?.reason !== 'PausedReconciliation') {
        await cluster.updateStatus(type, key, status =>
          setCondition(
            status,
            'Reconciled',
            'Unknown',
            'PausedReconciliation',
            'Paused',
          ),
        );
        await cluster.event(
          object,
          'PausedReconciliation',
          `'${pausedLabel}' label set to 'true' for this resource request; pausing reconciliation`,
          'Warning',
        );
      }
      return { againInMs: 60_000 };
    }
    if (reconciled?.reason === 'PausedReconciliation') {
      await cluster.label(type, key, { [FROM_START]: 'true' });
      await cluster.updateStatus(type, key, status =>
        setCondition(status, 'Reconciled', 'Unknown', 'Unpaused', 'Pending'),
      );
      return { againInMs: 0 };
    }
    const available =
      promise && at(promise, 'status', 'status') === 'Available';
    const known = condition(object, 'PromiseAvailable');
    if (!available && !condition(object, 'ConfigureWorkflowCompleted')) {
      await cluster.updateStatus(type, key, status => {
        status.message = 'Pending';
        setCondition(
          status,
          'PromiseAvailable',
          'False',
          'PromiseRequirementsNotInstalled',
          'Promise Requirements are not installed',
        );
      });
      return { againInMs: 2_000 };
    }
    if (available && known?.status === 'False') {
      await cluster.updateStatus(type, key, status =>
        setCondition(
          status,
          'PromiseAvailable',
          'True',
          'PromiseAvailable',
          'Promise Requirements are met',
        ),
      );
      return { againInMs: 0 };
    }
    return undefined;
  }

  async function settleWithoutPipelines(
    subject: Subject,
    binding: Manifest,
    revision: Manifest | undefined,
  ) {
    const { object } = subject;
    const key = {
      namespace: object.metadata.namespace,
      name: object.metadata.name,
    };
    await cluster.updateStatus(type, key, status => {
      status.workflows = 0;
    });
    await cluster.updateStatus(type, key, status => {
      status.observedGeneration = object.metadata.generation ?? 1;
    });
    await bindingApplied(binding, revision);
    await cluster.updateStatus(type, key, status => {
      status.promiseVersion =
        asText(at(revision, 'spec', 'version')) ?? 'not-set';
      status.resourceBindingVersion =
        asText(at(binding, 'spec', 'version')) ?? 'latest';
    });
    await cluster.updateStatus(type, key, status => {
      Object.assign(status, { workflowsSucceeded: 0, workflowsFailed: 0 });
    });
  }

  async function settle(
    subject: Subject,
    binding: Manifest,
    revision: Manifest | undefined,
  ): Promise<Outcome> {
    const { object } = subject;
    const key = {
      namespace: object.metadata.namespace,
      name: object.metadata.name,
    };
    await cluster.updateStatus(type, key, status => {
      status.observedGeneration = object.metadata.generation ?? 1;
    });
    const works = await cluster.list(resourceTypes.works, {
      namespace: object.metadata.namespace,
      labelSelector: selector({
        [`${KRATIX}promise-name`]: promiseName,
        [`${KRATIX}resource-name`]: object.metadata.name,
        [`${KRATIX}work-type`]: 'resource',
      }),
    });
    const before = condition(object, 'Reconciled')?.status;
    await cluster.updateStatus(type, key, status => {
      setWorksConditions(status, works, 'resource');
      status.promiseVersion =
        asText(at(revision, 'spec', 'version')) ?? 'not-set';
      status.resourceBindingVersion =
        asText(at(binding, 'spec', 'version')) ?? 'latest';
    });
    await bindingApplied(binding, revision);
    const after = await cluster.find(type, key);
    if (
      after &&
      before !== 'True' &&
      condition(after, 'Reconciled')?.status === 'True'
    ) {
      await cluster.event(
        object,
        'ReconcileSucceeded',
        'Successfully reconciled',
      );
    }
    return undefined;
  }

  async function bindingApplied(
    binding: Manifest,
    revision: Manifest | undefined,
  ) {
    const version = asText(at(revision, 'spec', 'version')) ?? 'not-set';
    const wanted = asText(at(binding, 'spec', 'version'));
    await cluster.updateStatus(
      resourceTypes.resourceBindings,
      { namespace: binding.metadata.namespace, name: binding.metadata.name },
      status => {
        const upgraded =
          status.lastAppliedVersion !== undefined &&
          status.lastAppliedVersion !== version;
        status.lastAppliedVersion = version;
        delete status.failedVersion;
        if (upgraded || conditionsOf({ status }).length > 0) {
          setCondition(
            status,
            'UpgradeSucceeded',
            'True',
            'UpgradeComplete',
            `Upgraded to ${wanted === 'latest' ? version : wanted}`,
          );
        }
      },
    );
  }

  async function bindingFailed(
    binding: Manifest,
    revision: Manifest | undefined,
    object: Manifest,
  ) {
    await cluster.updateStatus(
      resourceTypes.resourceBindings,
      { namespace: binding.metadata.namespace, name: binding.metadata.name },
      status => {
        status.failedVersion =
          asText(at(revision, 'spec', 'version')) ?? 'not-set';
        setCondition(
          status,
          'UpgradeSucceeded',
          'False',
          'UpgradeFailed',
          condition(object, 'ConfigureWorkflowCompleted')?.message ?? 'failed',
        );
      },
    );
  }

  /** The worst of the health records about this Resource. */
  async function copyHealth(object: Manifest, key: Key) {
    const records = (
      await cluster.list(resourceTypes.healthRecords, {
        namespace: object.metadata.namespace,
      })
    ).filter(
      r =>
        at(r, 'data', 'resourceRef', 'name') === object.metadata.name &&
        !r.metadata.deletionTimestamp,
    );
    await cluster.updateStatus(type, key, status => {
      if (records.length === 0) {
        delete status.healthStatus;
        return;
      }
      const rank = (r: Manifest) =>
        HEALTH_ORDER.indexOf(String(at(r, 'data', 'state')));
      const worst = [...records].sort((a, b) => rank(a) - rank(b))[0];
      status.healthStatus = {
        state: String(at(worst, 'data', 'state')),
        healthRecords: records.map(r => ({
          state: String(at(r, 'data', 'state')),
          lastRun: at(r, 'data', 'lastRun') ?? 0,
          source: {
            name: r.metadata.name,
            namespace: r.metadata.namespace ?? 'default',
          },
          details: at(r, 'data', 'details') ?? {},
        })),
      };
    });
  }

  /** Finalizers go in the order of the recording. */
  async function remove(
    subject: Subject,
    binding: Manifest | undefined,
  ): Promise<Outcome> {
    const { object } = subject;
    const key = {
      namespace: object.metadata.namespace,
      name: object.metadata.name,
    };
    const has = (name: string) =>
      object.metadata.finalizers?.includes(KRATIX + name);
    const drop = (name: string) =>
      cluster.removeFinalizer(type, key, KRATIX + name);
    if (label(object, `${KRATIX}paused`) === 'true') return undefined;

    if (has('delete-workflows')) {
      const progress = await runDelete(cluster, subject);
      if (progress.kind !== 'succeeded') return undefined;
      await drop('delete-workflows');
      return { againInMs: 0 };
    }
    if (has('work-cleanup')) {
      const works = await cluster.list(resourceTypes.works, {
        namespace: key.namespace,
        labelSelector: selector({
          [`${KRATIX}promise-name`]: promiseName,
          [`${KRATIX}resource-name`]: key.name,
        }),
      });
      if (works.length > 0) {
        for (const work of works.filter(w => !w.metadata.deletionTimestamp)) {
          await cluster.delete(resourceTypes.works, {
            namespace: key.namespace,
            name: work.metadata.name,
          });
        }
        return { againInMs: 300 };
      }
      await drop('work-cleanup');
      return { againInMs: 0 };
    }
    if (has('workflows-cleanup')) {
      await removeJobs(cluster, subject);
      await drop('workflows-cleanup');
      return { againInMs: 0 };
    }
    if (has('resource-binding-cleanup')) {
      if (binding) {
        await cluster.delete(resourceTypes.resourceBindings, {
          namespace: key.namespace,
          name: binding.metadata.name,
        });
      }
      await drop('resource-binding-cleanup');
    }
    return undefined;
  }
}

/** A bare API server collects no garbage, so Pods go with their Jobs here. */
export async function removeJobs(cluster: Cluster, subject: Subject) {
  for (const job of await jobsOf(cluster, subject)) {
    const namespace = job.metadata.namespace;
    const pods = await cluster.list(resourceTypes.pods, {
      namespace,
      labelSelector: `job-name=${job.metadata.name}`,
    });
    for (const pod of pods) {
      await cluster.delete(resourceTypes.pods, {
        namespace,
        name: pod.metadata.name,
      });
    }
    await cluster.delete(resourceTypes.jobs, {
      namespace,
      name: job.metadata.name,
    });
  }
}

/** `WorksSucceeded` and `Reconciled` from the `Ready` messages of Works. */
export function setWorksConditions(
  status: JsonObject,
  works: Manifest[],
  of: 'resource' | 'promise',
) {
  const messages = works.map(work => ({
    name: work.metadata.name,
    message: condition(work, 'Ready')?.message ?? 'Pending',
  }));
  const named = (message: string) =>
    messages.filter(m => m.message === message).map(m => m.name);
  const some = (names: string[], what: string) =>
    `Some works associated with this ${of} ${what}: [${names.join(' ')}]`;
  const [failing, misplaced, pending] = ['Failing', 'Misplaced', 'Pending'].map(
    named,
  );
  const worksBefore = conditionsOf({ status }).find(
    c => c.type === 'WorksSucceeded',
  );
  if (failing.length > 0 && worksBefore?.status !== 'Unknown') {
    setCondition(
      status,
      'WorksSucceeded',
      'False',
      'WorksFailing',
      some(failing, 'failed'),
    );
    setCondition(status, 'Reconciled', 'False', 'WorksFailing', 'Failing');
  } else if (misplaced.length > 0) {
    setCondition(
      status,
      'WorksSucceeded',
      'False',
      'WorksMisplaced',
      some(misplaced, 'are misplaced'),
    );
    setCondition(status, 'Reconciled', 'False', 'WorksFailing', 'Failing');
  } else if (pending.length + failing.length > 0) {
    setCondition(
      status,
      'WorksSucceeded',
      'Unknown',
      'WorksPending',
      some(pending, 'are not ready'),
    );
    setCondition(status, 'Reconciled', 'Unknown', 'WorksPending', 'Pending');
  } else {
    setCondition(
      status,
      'WorksSucceeded',
      'True',
      'WorksSucceeded',
      `All works associated with this ${of} are ready`,
    );
    setCondition(status, 'Reconciled', 'True', 'Reconciled', 'Reconciled');
  }
}
