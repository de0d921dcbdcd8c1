import {
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { setCondition, type Cluster } from '../../runtime/Cluster';
import { revisionsOf } from './revisions';
import { fillCounters, markUnavailable } from './status';

const type = resourceTypes.promises;

const INSTALLED = 'Requirement installed';
const NOT_AVAILABLE = 'Requirement not available';

/** Whether all required Promises are installed, in the required version, and available. */
export async function checkRequirements(
  cluster: Cluster,
  promise: Manifest,
): Promise<boolean> {
  const required = objectsOf(at(promise, 'spec', 'requiredPromises'));
  if (required.length === 0) return true;
  const states: JsonObject[] = [];
  for (const requirement of required) {
    const name = asText(requirement.name) ?? '';
    const version = asText(requirement.version);
    const found = await cluster.find(type, { name });
    if (found) await addRequiredBy(cluster, found, promise, version);
    states.push({
      name,
      ...(version ? { version } : {}),
      state: await requirementState(cluster, found, version),
    });
  }
  const fulfilled = states.every(s => s.state === INSTALLED);
  const onlyUnavailable = states.every(
    s => s.state === INSTALLED || s.state === NOT_AVAILABLE,
  );
  await cluster.updateStatus(type, promise.metadata, status => {
    status.requiredPromises = states;
    if (fulfilled) {
      setCondition(
        status,
        'RequirementsFulfilled',
        'True',
        'RequirementsInstalled',
        'Requirements fulfilled',
      );
      return;
    }
    setCondition(
      status,
      'RequirementsFulfilled',
      'False',
      onlyUnavailable ? 'RequirementsNotAvailable' : 'RequirementsNotInstalled',
      'Requirements not fulfilled',
    );
    markUnavailable(status);
    setCondition(
      status,
      'Reconciled',
      'Unknown',
      'RequirementsNotFulfilled',
      'Pending',
    );
  });
  return fulfilled;
}

async function requirementState(
  cluster: Cluster,
  found: Manifest | undefined,
  version?: string,
): Promise<string> {
  if (!found) return 'Requirement not installed';
  if (version) {
    const revisions = await revisionsOf(cluster, found);
    if (!revisions.some(r => at(r, 'spec', 'version') === version)) {
      return 'Requirement not installed at the specified version';
    }
  }
  return at(found, 'status', 'status') === 'Available'
    ? INSTALLED
    : NOT_AVAILABLE;
}

/** Has a change of the required Promise be noticed by the one that requires it. */
async function addRequiredBy(
  cluster: Cluster,
  found: Manifest,
  { metadata }: Manifest,
  requiredVersion: string | undefined,
) {
  if (namesRequiring(found).includes(metadata.name)) return;
  await cluster.updateStatus(type, found.metadata, status => {
    // That Promise's own controller may not have done so yet.
    fillCounters(status);
    status.requiredBy = [
      ...objectsOf(status.requiredBy),
      {
        promise: { name: metadata.name },
        ...(requiredVersion ? { requiredVersion } : {}),
      },
    ];
  });
}

/** The Promises that are known to require this one. */
export const namesRequiring = (promise: Manifest): string[] =>
  objectsOf(at(promise, 'status', 'requiredBy')).flatMap(
    entry => asText(at(entry, 'promise', 'name')) ?? [],
  );
