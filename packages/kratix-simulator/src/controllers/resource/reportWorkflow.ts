import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { condition } from '../../runtime/Cluster';
import { KRATIX } from '../../runtime/names';
import { keyOf } from '../../runtime/owners';
import { selector, type Subject } from '../../workflow/subject';
import { setWorksConditions } from '../works/conditions';
import { reportBindingApplied } from './binding';
import type { ResourceContext } from './context';

/** Writes the status of a Resource whose Promise has no pipelines for it. */
export async function reportWithoutPipelines(
  context: ResourceContext,
  subject: Subject,
  binding: Manifest,
  revision: Manifest | undefined,
) {
  const { cluster, type } = context;
  const { object } = subject;
  const key = keyOf(object);
  await cluster.updateStatus(type, key, status => {
    status.workflows = 0;
  });
  await cluster.updateStatus(type, key, status => {
    status.observedGeneration = object.metadata.generation ?? 1;
  });
  await reportBindingApplied(context, binding, revision);
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

/** Writes the status of a Resource whose pipelines are done; it follows from its Works. */
export async function reportWorkflowDone(
  context: ResourceContext,
  subject: Subject,
  binding: Manifest,
  revision: Manifest | undefined,
): Promise<void> {
  const { cluster, type, promiseName } = context;
  const { object } = subject;
  const key = keyOf(object);
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
  await reportBindingApplied(context, binding, revision);
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
}
