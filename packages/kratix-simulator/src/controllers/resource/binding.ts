import {
  asText,
  at,
  conditionsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { condition, label, setCondition } from '../../runtime/Cluster';
import { generatedName, KRATIX } from '../../runtime/names';
import { selector } from '../../workflow/subject';
import type { ResourceContext } from './context';

/** The binding that says which version of its Promise a Resource is on. */
export async function bindingOf(
  { cluster, promiseName }: ResourceContext,
  object: Manifest,
) {
  const found = await cluster.list(resourceTypes.resourceBindings, {
    namespace: object.metadata.namespace,
    labelSelector: selector({
      [`${KRATIX}promise-name`]: promiseName,
      [`${KRATIX}resource-name`]: object.metadata.name,
    }),
  });
  return found[0];
}

/** Creates the binding of a new Resource: it follows the latest version. */
export async function createBinding(
  { cluster, promiseName }: ResourceContext,
  object: Manifest,
) {
  const { name, namespace } = object.metadata;
  const binding = await cluster.client.create(resourceTypes.resourceBindings, {
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
  });
  await cluster.event(
    object,
    'BindingCreated',
    `Binding ${binding.metadata.name} created for promise ${promiseName} version latest`,
  );
}

/** The revision that a binding's version means. */
export async function revisionFor(
  { cluster, promiseName }: ResourceContext,
  version: string,
) {
  const revisions = await cluster.list(resourceTypes.promiseRevisions, {
    labelSelector: selector({ [`${KRATIX}promise-name`]: promiseName }),
  });
  return version === 'latest'
    ? revisions.find(r => label(r, `${KRATIX}latest-revision`) === 'true')
    : revisions.find(r => at(r, 'spec', 'version') === version);
}

/** Writes into the binding that the Resource runs on this revision now. */
export async function reportBindingApplied(
  { cluster }: ResourceContext,
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

/** Writes into the binding that the pipelines of this revision failed. */
export async function reportBindingFailed(
  { cluster }: ResourceContext,
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
