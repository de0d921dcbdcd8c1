import type {
  Health,
  Offering,
  Requirement,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';

/** A required offering, if it is there and the viewer may see it. */
function findRequired(
  live: ClusterWatches,
  name: string,
  viewer: Viewer,
): Offering | undefined {
  const required = live.offerings.byName(name);
  return required && !viewer.offeringRefusal(required) ? required : undefined;
}

/** Requirements with the version that is installed instead, and a link to each. */
export const describeRequirements = (
  live: ClusterWatches,
  requirements: Requirement[],
  viewer: Viewer,
): Requirement[] =>
  requirements.map(requirement => {
    const required = findRequired(live, requirement.name, viewer);
    return {
      ...requirement,
      installed:
        requirement.state === 'otherVersion' ? required?.version : undefined,
      entityRef: required && live.entities.componentRef(required.ref),
    };
  });

/** The health of what needs another version, with the one that is installed. */
export function nameInstalledVersion(
  live: ClusterWatches,
  health: Health,
  viewer: Viewer,
): Health {
  const { reason } = health;
  if (reason.code !== 'requirementOtherVersion') return health;
  const { promise, version } = reason.values;
  const installed = findRequired(live, promise, viewer)?.version;
  return installed === undefined
    ? health
    : {
        ...health,
        reason: {
          code: 'requirementInOtherVersion',
          values: { promise, version, installed },
        },
      };
}
