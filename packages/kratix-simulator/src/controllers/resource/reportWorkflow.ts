import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { condition, label } from '../../runtime/Cluster';
import { DRY_RUN_LABEL, KRATIX } from '../../runtime/names';
import { keyOf } from '../../runtime/owners';
import { selector, type Subject } from '../../workflow/subject';
import { setWorksConditions } from '../works/conditions';
import { boundVersion } from './binding';
import type { ResourceContext } from './context';
import { reportUpgradeDone, versionOfRevision } from './upgrade';

/** Writes the status of a Resource whose Promise has no pipelines for it. */
export async function reportWithoutPipelines(
  context: ResourceContext,
  subject: Subject,
  binding: Manifest,
  revision: Manifest,
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
  await reportUpgradeDone(context, binding, revision);
  await cluster.updateStatus(type, key, status => {
    status.promiseVersion = versionOfRevision(revision);
    status.resourceBindingVersion = boundVersion(binding);
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
  revision: Manifest,
): Promise<void> {
  const { cluster, type, promiseName } = context;
  const { object } = subject;
  const key = keyOf(object);
  await cluster.updateStatus(type, key, status => {
    status.observedGeneration = object.metadata.generation ?? 1;
  });
  const works = await cluster.list(resourceTypes.works, {
    namespace: object.metadata.namespace,
    // The summary of a dry run is of the DryRun, although its labels say otherwise.
    labelSelector: `${selector({
      [`${KRATIX}promise-name`]: promiseName,
      [`${KRATIX}resource-name`]: object.metadata.name,
      [`${KRATIX}work-type`]: 'resource',
    })},!${DRY_RUN_LABEL}-summary`,
  });
  const before = condition(object, 'Reconciled')?.status;
  await cluster.updateStatus(type, key, status => {
    setWorksConditions(
      status,
      works,
      label(object, DRY_RUN_LABEL) === 'true' ? 'dry run' : 'resource',
    );
    status.promiseVersion = versionOfRevision(revision);
    status.resourceBindingVersion = boundVersion(binding);
  });
  await reportUpgradeDone(context, binding, revision);
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
