import { kratix, labels } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { ClusterEngine, NeededRight } from '../../live/ClusterEngine';
import {
  isOfPromise,
  offeringDependencies,
  offeringDetails,
} from './promiseDetails';
import { resourceDependencies, resourceDetails } from './resourceDetails';
import {
  healthDependencies,
  offeringHealth,
  resourceHealth,
} from './relatedObjects';
import { failedRun, readFailedRun } from './failedRun';
import { listVersions } from './listVersions';
import { platformParts } from './platformParts';
import { preview } from './preview';
import { upgrade } from './upgrade';
import { versionsOf } from './versions';
import {
  byPromise,
  destinations,
  KRATIX_NAMESPACE,
  revisions,
} from './watches';

const { group: KRATIX } = resourceTypes.promises;

/** Kratix on a cluster. */
export const kratixOnCluster: ClusterEngine = {
  ...kratix,
  definitions: resourceTypes.promises,
  destinations,
  rights: [
    ...details('Namespaced', KRATIX, ['works', 'workplacements']),
    ...details('Cluster', KRATIX, ['destinations']),
    ...details('Namespaced', KRATIX, ['resourcebindings']),
    ...details('Cluster', KRATIX, ['promiserevisions', 'promisereleases']),
    ...details('Namespaced', 'batch', ['jobs']),
    ...details('Namespaced', '', ['pods'], ['get', 'list', 'watch']),
    ...details('Namespaced', '', ['pods/log'], ['get']),
    {
      purpose: 'operations',
      group: KRATIX,
      resource: 'resourcebindings',
      verb: 'patch',
      scope: 'Namespaced',
    },
    ...overview('Cluster', KRATIX, 'bucketstatestores'),
    ...overview('Cluster', KRATIX, 'gitstatestores'),
    ...overview('Namespaced', 'apps', 'deployments', KRATIX_NAMESPACE),
  ],
  healthDependencies,
  offeringHealthDependencies: watches =>
    healthDependencies(watches, [KRATIX_NAMESPACE]),
  offeringHealth,
  resourceHealth,
  offeringDependencies,
  offeringDetails,
  resourceDependencies,
  resourceDetails,
  failedRun,
  readFailedRun,
  ownsPod(pod, promise, resource) {
    if (!resource) return isOfPromise(promise, pod);
    const { namespace, labels: podLabels = {} } = pod.metadata;
    return (
      podLabels[labels.promiseName] === promise &&
      podLabels[labels.resourceName] === resource.name &&
      // Kratix says whose it is only where pipelines run in a namespace of theirs.
      (podLabels[labels.resourceNamespace] ?? namespace) === resource.namespace
    );
  },
  platformParts,
  versionNames: {
    watch: revisions,
    of: (watches, promise) =>
      versionsOf(
        promise,
        watches.watch(revisions).store.byIndex(byPromise, promise),
      ),
  },
  listVersions,
  upgrade,
  preview,
};

function details(
  scope: NeededRight['scope'],
  group: string,
  resources: string[],
  verbs = ['list', 'watch'],
): NeededRight[] {
  return resources.flatMap(resource =>
    verbs.map(verb => ({ purpose: 'details', group, resource, verb, scope })),
  );
}

function overview(
  scope: NeededRight['scope'],
  group: string,
  resource: string,
  namespace?: string,
): NeededRight[] {
  return ['list', 'watch'].map(verb => ({
    purpose: 'overview',
    group,
    resource,
    verb,
    scope,
    ...(namespace ? { namespace } : {}),
  }));
}
