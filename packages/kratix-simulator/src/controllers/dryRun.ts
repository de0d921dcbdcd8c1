import { gzipSync } from 'node:zlib';
import {
  asText,
  at,
  isObject,
  objectsOf,
  promiseApiOf,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import {
  condition,
  ignoreIfExists,
  setCondition,
  type Cluster,
} from '../runtime/Cluster';
import type { Key, ReconcileResult } from '../runtime/Controller';
import {
  deterministicName,
  DRY_RUN_LABEL,
  KRATIX,
  md5,
} from '../runtime/names';

/** The kind that asks for a dry run. */
export const dryRunType: ResourceType = {
  group: 'platform.kratix.io',
  version: 'v1alpha1',
  plural: 'dryruns',
};

/** A real Kratix looks again after 10 s. */
const AGAIN_MS = 500;

/**
 * Kratix's DryRun controller: makes a Resource whose files go to a Destination for dry
 * runs, and writes a summary there. Of a DryRun that is deleted it removes that Resource,
 * as Kubernetes' garbage collector does, which an API server alone lacks.
 */
export function dryRunReconciler(cluster: Cluster) {
  /** The API of the Resource that was made for a DryRun, by its namespace and name. */
  const apisOfMade = new Map<string, PromiseApi>();
  return async function reconcile(key: Key): Promise<ReconcileResult> {
    const dryRun = await cluster.find(dryRunType, key);
    const id = `${key.namespace}/${key.name}`;
    const name = deterministicName(`kratix-dry-run-${key.name}`);
    if (!dryRun) {
      const madeApi = apisOfMade.get(id);
      apisOfMade.delete(id);
      if (!madeApi) return undefined;
      const { namespace } = key;
      await cluster.client
        .delete(madeApi, { namespace, name })
        .catch(ifNotFound);
      return undefined;
    }
    if (dryRun.metadata.deletionTimestamp) return undefined;
    if (condition(dryRun, 'Completed')) return undefined;
    const promise = await cluster.find(resourceTypes.promises, {
      name: asText(at(dryRun, 'spec', 'promiseRef', 'name')) ?? '',
    });
    const api = promise && promiseApiOf(promise);
    if (!promise || !api) return { againInMs: AGAIN_MS };
    apisOfMade.set(id, api);
    const request = await cluster.find(api, { namespace: key.namespace, name });
    if (!request) {
      await cluster.client
        .create(api, requestOf(dryRun, api, name))
        .catch(ignoreIfExists);
      return { againInMs: AGAIN_MS };
    }
    if (condition(request, 'Reconciled')?.reason !== 'DryRunSucceeded') {
      return { againInMs: AGAIN_MS };
    }
    await cluster.client
      .create(
        resourceTypes.works,
        summaryOf(
          dryRun,
          promise.metadata.name,
          name,
          await filesOf(cluster, name, key.namespace),
        ),
      )
      .catch(ignoreIfExists);
    await cluster.updateStatus(dryRunType, key, status =>
      setCondition(
        status,
        'Completed',
        'True',
        'SummaryWritten',
        'Dry run completed; summary written to output repository',
      ),
    );
    return undefined;
  };
}

/** The Resource that is made to see what its pipelines do. */
function requestOf(dryRun: Manifest, api: PromiseApi, name: string): Manifest {
  const { metadata } = dryRun;
  const spec = at(dryRun, 'spec', 'resource');
  const reference = at(dryRun, 'spec', 'resourceRequestRef');
  return {
    apiVersion: `${api.group}/${api.version}`,
    kind: api.kind,
    metadata: {
      name,
      namespace: metadata.namespace,
      labels: {
        [DRY_RUN_LABEL]: 'true',
        [`${DRY_RUN_LABEL}-owner`]: metadata.name,
      },
      annotations: {
        [`${DRY_RUN_LABEL}-resource-name`]: asText(at(reference, 'name')) ?? '',
        [`${DRY_RUN_LABEL}-resource-namespace`]:
          asText(at(reference, 'namespace')) ?? metadata.namespace ?? '',
      },
      ownerReferences: [
        {
          apiVersion: dryRun.apiVersion,
          kind: dryRun.kind,
          name: metadata.name,
          uid: metadata.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: isObject(spec) ? spec : {},
  };
}

/** The paths of what was written for a dry run. */
async function filesOf(
  cluster: Cluster,
  resourceName: string,
  namespace: string | undefined,
): Promise<string[]> {
  const works = await cluster.client.list(resourceTypes.works, {
    namespace,
    labelSelector: `${KRATIX}resource-name=${resourceName}`,
  });
  return works.items
    .flatMap(work => objectsOf(at(work, 'spec', 'workloadGroups')))
    .flatMap(group => objectsOf(group.workloads))
    .map(workload => asText(workload.filepath) ?? '')
    .sort();
}

function summaryOf(
  { metadata }: Manifest,
  promiseName: string,
  resourceName: string,
  files: string[],
): Manifest {
  return {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Work',
    metadata: {
      name: deterministicName(
        `${promiseName}-${metadata.name}-dry-run-summary`,
      ),
      namespace: metadata.namespace,
      labels: {
        [DRY_RUN_LABEL]: 'true',
        [`${DRY_RUN_LABEL}-owner`]: metadata.name,
        [`${DRY_RUN_LABEL}-summary`]: 'true',
        [`${KRATIX}promise-name`]: promiseName,
        [`${KRATIX}resource-name`]: resourceName,
        [`${KRATIX}work-type`]: 'resource',
      },
    },
    spec: {
      promiseName,
      resourceName,
      workloadGroups: [
        {
          id: md5('dry-run-summary'),
          directory: '.',
          workloads: [
            {
              filepath: 'kratix-dry-run-summary.md',
              content: gzipSync(
                [
                  `# Dry run ${metadata.name}`,
                  ...files.map(path => `- \`${path}\``),
                ].join('\n'),
              ).toString('base64'),
            },
          ],
        },
      ],
    },
  };
}
