import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { label } from '../../runtime/Cluster';
import {
  deterministicName,
  KRATIX,
  MANUAL_RECONCILIATION_LABEL,
  RUN_FROM_START_LABEL,
} from '../../runtime/names';
import { selector } from '../../workflow/subject';
import type { ResourceContext } from './context';

const LATEST = 'latest';

/** The version that a binding asks for, as it is written there. */
export const boundVersion = (binding: Manifest | undefined) =>
  asText(at(binding, 'spec', 'version')) ?? LATEST;

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

/**
 * Creates the binding of a new Resource: it follows the latest version. It has the labels
 * of the Resource, but for those that ask for one run.
 */
export async function createBinding(
  { cluster, promiseName }: ResourceContext,
  object: Manifest,
) {
  const { name, namespace, labels } = object.metadata;
  const {
    [MANUAL_RECONCILIATION_LABEL]: _manual,
    [RUN_FROM_START_LABEL]: _fromStart,
    ...lasting
  } = labels ?? {};
  const binding = await cluster.client.create(resourceTypes.resourceBindings, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'ResourceBinding',
    metadata: {
      name: deterministicName(`${name}-${promiseName}`),
      namespace,
      labels: {
        ...lasting,
        [`${KRATIX}promise-name`]: promiseName,
        [`${KRATIX}resource-name`]: name,
      },
    },
    spec: {
      version: LATEST,
      promiseRef: { name: promiseName },
      resourceRef: { name, namespace: namespace ?? 'default' },
    },
  });
  await cluster.event(
    object,
    'BindingCreated',
    `Binding ${binding.metadata.name} created for promise ${promiseName} version ${LATEST}`,
  );
}

/** The revision that a binding's version means; undefined where it is not installed. */
export async function revisionFor(
  { cluster, promiseName }: ResourceContext,
  version: string,
): Promise<Manifest | undefined> {
  const revisions = await cluster.list(resourceTypes.promiseRevisions, {
    labelSelector: selector({ [`${KRATIX}promise-name`]: promiseName }),
  });
  return version === LATEST
    ? revisions.find(r => label(r, `${KRATIX}latest-revision`) === 'true')
    : revisions.find(r => at(r, 'spec', 'version') === version);
}
