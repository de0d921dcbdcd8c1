import {
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { condition, setCondition, type Cluster } from '../../runtime/Cluster';
import { markUnavailable } from './status';
import { versionOf } from './revisions';

const type = resourceTypes.promises;

/** Whether all required Promises are installed, in the required version, and available. */
export async function checkRequirements(
  cluster: Cluster,
  promise: Manifest,
): Promise<boolean> {
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

function requirementState(found: Manifest | undefined, version?: string) {
  if (!found) return 'Requirement not installed';
  if (version && versionOf(found) !== version) {
    return 'Requirement not installed at the specified version';
  }
  return at(found, 'status', 'status') === 'Available'
    ? 'Requirement installed'
    : 'Requirement not available';
}
