import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { condition, setCondition, type Cluster } from '../../runtime/Cluster';
import type { Key } from '../../runtime/Controller';
import { MANUAL_RECONCILIATION_LABEL } from '../../runtime/names';
import { keyOf } from '../../runtime/owners';
import { boundVersion } from './binding';
import type { ResourceContext } from './context';

/** What a Promise without a version has in its place. */
const NO_VERSION = 'not-set';

/** The version of a revision. */
export const versionOfRevision = (revision: Manifest | undefined) =>
  asText(at(revision, 'spec', 'version')) ?? NO_VERSION;

const inProgress = (version: string) =>
  `Upgrade to version ${version} is in progress`;

/**
 * Runs the pipelines again when somebody has bound the Resource to another version, which
 * in a real Kratix the controller for bindings does. One that is not installed is
 * `UpgradeInProgress` too.
 *
 * @returns whether it was bound to another version
 */
export async function startUpgrade(
  { cluster, type }: ResourceContext,
  object: Manifest,
  binding: Manifest,
  revision: Manifest | undefined,
  key: Key,
): Promise<boolean> {
  const bound = boundVersion(binding);
  const wanted = revision ? versionOfRevision(revision) : bound;
  const applied = asText(at(object, 'status', 'promiseVersion'));
  if (!applied || applied === NO_VERSION || applied === wanted) return false;
  if (at(object, 'status', 'resourceBindingVersion') === bound) return false;
  const upgrade = condition(binding, 'UpgradeSucceeded');
  if (
    at(binding, 'status', 'failedVersion') === wanted ||
    upgrade?.message === inProgress(wanted)
  ) {
    return false;
  }
  await cluster.label(type, key, { [MANUAL_RECONCILIATION_LABEL]: 'true' });
  await setInProgress(cluster, binding, wanted);
  return true;
}

/** Writes into the binding that the pipelines of another version run. */
export async function reportUpgradeRunning(
  { cluster, type }: ResourceContext,
  binding: Manifest,
  revision: Manifest,
  key: Key,
) {
  const version = versionOfRevision(revision);
  const applied = at(binding, 'status', 'lastAppliedVersion');
  if (applied === undefined || applied === version) return;
  const object = await cluster.find(type, key);
  const workflow = condition(object, 'ConfigureWorkflowCompleted');
  if (workflow?.reason !== 'PipelinesInProgress') return;
  await setInProgress(cluster, binding, version);
}

/** Writes into the binding that the Resource runs on this revision now. */
export async function reportUpgradeDone(
  { cluster }: ResourceContext,
  binding: Manifest,
  revision: Manifest,
) {
  const version = versionOfRevision(revision);
  await updateBinding(cluster, binding, status => {
    const upgraded =
      status.lastAppliedVersion !== undefined &&
      status.lastAppliedVersion !== version;
    status.lastAppliedVersion = version;
    delete status.failedVersion;
    if (upgraded || condition({ status }, 'UpgradeSucceeded')) {
      setCondition(
        status,
        'UpgradeSucceeded',
        'True',
        'UpgradeComplete',
        `Resource is at version ${version}`,
      );
    }
  });
}

/** Writes into the binding that the pipelines of this revision failed. */
export async function reportUpgradeFailed(
  { cluster, type }: ResourceContext,
  binding: Manifest,
  revision: Manifest,
  key: Key,
) {
  const object = await cluster.find(type, key);
  const workflow = condition(object, 'ConfigureWorkflowCompleted');
  await updateBinding(cluster, binding, status => {
    status.failedVersion = versionOfRevision(revision);
    setCondition(
      status,
      'UpgradeSucceeded',
      'False',
      'UpgradeFailed',
      workflow?.message ?? 'A Configure Pipeline has failed',
    );
  });
}

const setInProgress = (cluster: Cluster, binding: Manifest, version: string) =>
  updateBinding(cluster, binding, status => {
    delete status.failedVersion;
    setCondition(
      status,
      'UpgradeSucceeded',
      'Unknown',
      'UpgradeInProgress',
      inProgress(version),
    );
  });

const updateBinding = (
  cluster: Cluster,
  binding: Manifest,
  change: (status: JsonObject) => void,
) =>
  cluster.updateStatus(resourceTypes.resourceBindings, keyOf(binding), change);
