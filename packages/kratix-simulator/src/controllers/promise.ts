import {
  asText,
  at,
  isObject,
  objectsOf,
  promiseApiOf,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import {
  condition,
  label,
  setCondition,
  type Cluster,
} from '../runtime/Cluster';
import type { Key, Outcome } from '../runtime/Controller';
import { KRATIX, md5, now, SYSTEM_NAMESPACE } from '../runtime/names';
import { applyWork } from '../workflow/adapter';
import {
  pipelinesOfWorkflow,
  selector,
  type Subject,
} from '../workflow/subject';
import { FROM_START, runConfigure, runDelete } from '../workflow/Workflow';
import { establishCrd } from './crd';
import { removeJobs, setWorksConditions } from './resource';

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

  return async function reconcile(key: Key): Promise<Outcome> {
    const promise = await cluster.find(type, key);
    if (!promise) return undefined;
    const subject: Subject = {
      object: promise,
      type,
      promiseName: key.name,
      promiseSpec: (promise.spec ?? {}) as JsonObject,
      workflowType: 'promise',
    };
    if (promise.metadata.deletionTimestamp) return remove(subject);

    const wanted = [
      ...FINALIZERS,
      ...(pipelinesOfWorkflow(subject, 'delete').length > 0
        ? [`${KRATIX}delete-workflows`]
        : []),
    ].filter(f => !promise.metadata.finalizers?.includes(f));
    if (wanted.length > 0) {
      await adopt(promise, wanted);
      return { againInMs: 0 };
    }
    if (label(promise, `${KRATIX}paused`) === 'true') return pause(promise);

    await cluster.updateStatus(type, key, status => {
      status.workflows ??= 0;
      status.workflowsSucceeded ??= 0;
      status.workflowsFailed ??= 0;
    });
    await reviseRevisions(promise);
    const fulfilled = await checkRequirements(promise);
    const api = promiseApiOf(promise);
    const generation = promise.metadata.generation ?? 1;
    const changed = at(promise, 'status', 'observedGeneration') !== generation;
    if (!fulfilled || (changed && api) || !condition(promise, 'Available')) {
      await setAvailable(
        promise,
        fulfilled ? 'starting' : 'requirementsMissing',
      );
    }
    if (api) {
      const established = await establishCrd(cluster, promise, api);
      if (!established) return { againInMs: 100 };
      dynamic.start(key.name, api);
    }
    if (!fulfilled) return { againInMs: 5_000 };

    const pipelines = pipelinesOfWorkflow(subject, 'configure');
    await cluster.updateStatus(type, key, status => {
      status.workflows = pipelines.length;
    });
    if (api && changed) await takeUpSpec(promise, generation);
    await shipDependencies(promise);

    if (pipelines.length > 0) {
      const progress = await runConfigure(cluster, subject);
      if (progress.kind === 'running' || progress.kind === 'suspended') {
        return progress.againInMs === undefined
          ? undefined
          : { againInMs: Math.max(progress.againInMs, 50) };
      }
      if (progress.kind === 'failed') return undefined;
    }
    await setAvailable(promise, 'available');
    await judgeWorks(promise, pipelines.length > 0);
    return reconcileResources(promise, api);
  };

  /** Kratix fills in `workflows.config` as it adds its finalizers; generation 2. */
  async function adopt(promise: Manifest, wanted: string[]) {
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

  async function pause(promise: Manifest): Promise<Outcome> {
    await cluster.updateStatus(type, promise.metadata, status => {
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
    });
    return { againInMs: 60_000 };
  }

  async function reviseRevisions(promise: Manifest) {
    const version = versionOf(promise) ?? 'not-set';
    const name = `${promise.metadata.name.slice(0, 56)}-${md5(version).slice(
      0,
      5,
    )}`;
    const labels = {
      [`${KRATIX}promise-name`]: promise.metadata.name,
      [`${KRATIX}latest-revision`]: 'true',
    };
    await cluster.client.apply(
      resourceTypes.promiseRevisions,
      {
        apiVersion: 'platform.kratix.io/v1alpha1',
        kind: 'PromiseRevision',
        metadata: {
          name,
          labels,
          finalizers: [`${KRATIX}resource-request-cleanup`],
        },
        spec: {
          promiseRef: { name: promise.metadata.name },
          promiseSpec: promise.spec ?? {},
          version,
        },
      },
      { fieldManager: 'kratix-simulator', force: true },
    );
    for (const revision of await revisionsOf(promise)) {
      const latest = revision.metadata.name === name;
      if (!latest && label(revision, `${KRATIX}latest-revision`)) {
        await cluster.label(resourceTypes.promiseRevisions, revision.metadata, {
          [`${KRATIX}latest-revision`]: null,
        });
      }
      await cluster.updateStatus(
        resourceTypes.promiseRevisions,
        revision.metadata,
        status => {
          if (latest) status.latest = true;
          else delete status.latest;
        },
      );
    }
    await cluster.updateStatus(type, promise.metadata, status => {
      if (versionOf(promise)) status.version = version;
    });
  }

  async function revisionsOf(promise: Manifest) {
    return cluster.list(resourceTypes.promiseRevisions, {
      labelSelector: selector({
        [`${KRATIX}promise-name`]: promise.metadata.name,
      }),
    });
  }

  async function checkRequirements(promise: Manifest): Promise<boolean> {
    const required = objectsOf(at(promise, 'spec', 'requiredPromises'));
    if (required.length === 0) return true;
    const states = await Promise.all(
      required.map(async requirement => {
        const name = asText(requirement.name) ?? '';
        const version = asText(requirement.version);
        const found = await cluster.find(type, { name });
        return {
          name,
          ...(version ? { version } : {}),
          state: requirementState(found, version),
        };
      }),
    );
    const fulfilled = states.every(s => s.state === 'Requirement installed');
    await cluster.updateStatus(type, promise.metadata, status => {
      status.requiredPromises = states;
      if (fulfilled) {
        if (condition(promise, 'RequirementsFulfilled')) {
          setCondition(
            status,
            'RequirementsFulfilled',
            'True',
            'RequirementsInstalled',
            'Requirements fulfilled',
          );
        }
        return;
      }
      setCondition(
        status,
        'RequirementsFulfilled',
        'False',
        'RequirementsNotInstalled',
        'Requirements not fulfilled',
      );
      setCondition(
        status,
        'Available',
        'False',
        'PromiseUnavailable',
        'Cannot fulfil resource requests',
      );
      setCondition(
        status,
        'Reconciled',
        'Unknown',
        'RequirementsNotFulfilled',
        'Pending',
      );
      status.status = 'Unavailable';
    });
    return fulfilled;
  }

  function requirementState(found: Manifest | undefined, version?: string) {
    if (!found) return 'Requirement not installed';
    if (version && versionOf(found) !== version) {
      return 'Requirement not installed at the specified version';
    }
    return at(found, 'status', 'status') === 'Available'
      ? 'Requirement installed'
      : 'Requirement not available';
  }

  async function setAvailable(
    promise: Manifest,
    state: 'starting' | 'requirementsMissing' | 'available',
  ) {
    await cluster.updateStatus(type, promise.metadata, status => {
      const kratix = (status.kratix ??= {}) as JsonObject;
      if (state === 'available') {
        if (status.status !== 'Available') status.lastAvailableTime = now();
        status.status = 'Available';
        setCondition(
          status,
          'Available',
          'True',
          'PromiseAvailable',
          'Ready to fulfil resource requests',
        );
      } else {
        status.status = 'Unavailable';
        setCondition(
          status,
          'Available',
          'False',
          'PromiseUnavailable',
          'Cannot fulfil resource requests',
        );
      }
      kratix.status = status.status;
    });
  }

  /** A changed Promise runs all its Resources anew. */
  async function takeUpSpec(promise: Manifest, generation: number) {
    const before = at(promise, 'status', 'observedGeneration');
    await cluster.updateStatus(type, promise.metadata, status => {
      status.observedGeneration = generation;
    });
    const api = promiseApiOf(promise);
    if (before === undefined || !api) return;
    for (const resource of await resourcesOf(api)) {
      await cluster.label(api, resource.metadata, { [FROM_START]: 'true' });
    }
  }

  async function shipDependencies(promise: Manifest) {
    const dependencies = objectsOf(at(promise, 'spec', 'dependencies'));
    if (dependencies.length === 0) return;
    const labels = {
      [`${KRATIX}promise-name`]: promise.metadata.name,
      [`${KRATIX}work-type`]: 'static-dependency',
    };
    const [known] = await cluster.list(resourceTypes.works, {
      namespace: SYSTEM_NAMESPACE,
      labelSelector: selector(labels),
    });
    const generation = String(promise.metadata.generation ?? 1);
    if (
      known &&
      label(known, 'simulator.kratix.io/generation') === generation
    ) {
      return;
    }
    await applyWork(cluster, {
      namespace: SYSTEM_NAMESPACE,
      name: `${promise.metadata.name}-static`,
      labels,
      promiseName: promise.metadata.name,
      resourceName: undefined,
      files: [
        {
          path: 'static/dependencies.yaml',
          content: JSON.stringify(dependencies),
        },
      ],
      selectors: objectsOf(at(promise, 'spec', 'destinationSelectors')).map(
        s => ({ matchLabels: s.matchLabels ?? {}, source: 'promise' }),
      ),
    });
    const [work] = await cluster.list(resourceTypes.works, {
      namespace: SYSTEM_NAMESPACE,
      labelSelector: selector(labels),
    });
    await cluster.label(resourceTypes.works, work.metadata, {
      'simulator.kratix.io/generation': generation,
    });
  }

  async function judgeWorks(promise: Manifest, hasPipelines: boolean) {
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
      const works_ = objectsOf(status.conditions).find(
        c => c.type === 'WorksSucceeded',
      );
      status.conditions = [
        ...objectsOf(reconciled).filter(c => c.type !== 'WorksSucceeded'),
        ...(works_ ? [works_] : []),
      ];
    });
  }

  async function reconcileResources(
    promise: Manifest,
    api: PromiseApi | undefined,
  ): Promise<Outcome> {
    const asked = `${KRATIX}reconcile-resources`;
    if (label(promise, asked) !== 'true' || !api) return undefined;
    for (const resource of await resourcesOf(api)) {
      await cluster.label(api, resource.metadata, { [FROM_START]: 'true' });
    }
    await cluster.label(type, promise.metadata, { [asked]: null });
    return undefined;
  }

  async function resourcesOf(api: PromiseApi) {
    return cluster.list({
      group: api.group,
      version: api.version,
      plural: api.plural,
    });
  }

  /** Finalizers go in the order of the recording. */
  async function remove(subject: Subject): Promise<Outcome> {
    const { object: promise } = subject;
    const api = promiseApiOf(promise);
    const has = (name: string) =>
      promise.metadata.finalizers?.includes(KRATIX + name);
    const drop = async (name: string): Promise<Outcome> => {
      await cluster.removeFinalizer(type, promise.metadata, KRATIX + name);
      return { againInMs: 0 };
    };
    if (has('delete-workflows')) {
      const progress = await runDelete(cluster, subject);
      return progress.kind === 'succeeded'
        ? drop('delete-workflows')
        : undefined;
    }
    if (has('workflows-cleanup')) {
      await removeJobs(cluster, subject);
      return drop('workflows-cleanup');
    }
    if (has('resource-request-cleanup')) {
      const left = api ? await resourcesOf(api) : [];
      for (const resource of left.filter(r => !r.metadata.deletionTimestamp)) {
        await cluster.delete(api!, resource.metadata);
      }
      return left.length > 0
        ? { againInMs: 300 }
        : drop('resource-request-cleanup');
    }
    if (has('revision-cleanup')) {
      for (const revision of await revisionsOf(promise)) {
        await cluster.delete(resourceTypes.promiseRevisions, revision.metadata);
        await cluster.removeFinalizer(
          resourceTypes.promiseRevisions,
          revision.metadata,
          `${KRATIX}resource-request-cleanup`,
        );
      }
      return drop('revision-cleanup');
    }
    if (has('dynamic-controller-dependant-resources-cleanup')) {
      dynamic.stop(promise.metadata.name);
      return drop('dynamic-controller-dependant-resources-cleanup');
    }
    if (has('dependencies-cleanup')) {
      const works = await cluster.list(resourceTypes.works, {
        labelSelector: selector({
          [`${KRATIX}promise-name`]: promise.metadata.name,
        }),
      });
      for (const work of works.filter(w => !w.metadata.deletionTimestamp)) {
        await cluster.delete(resourceTypes.works, work.metadata);
      }
      return works.length > 0
        ? { againInMs: 300 }
        : drop('dependencies-cleanup');
    }
    if (has('api-crd-cleanup')) {
      if (api) {
        const crd = { name: `${api.plural}.${api.group}` };
        await cluster.delete(resourceTypes.crds, crd);
        if (await cluster.find(resourceTypes.crds, crd))
          return { againInMs: 200 };
      }
      return drop('api-crd-cleanup');
    }
    return undefined;
  }
}

const versionOf = (promise: Manifest) =>
  label(promise, `${KRATIX}promise-version`);
