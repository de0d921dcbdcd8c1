import {
  asText,
  at,
  conditionsOf,
  isObject,
  labels,
  objectsOf,
  pipelinesOf,
  requirementsOf,
  stagesOf,
  type Health,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { Watches } from '../../live/ClusterEngine';
import type { Dependency } from '../../live/LiveSource';
import type { OfferingDetails } from '../../views/offeringView';
import { preview, previewDependencies } from './preview';
import { findRelease, releaseDependencies } from './release';
import { makeRunViews } from './runs';
import { healthDependenciesOf, relatedOfOffering } from './relatedObjects';
import {
  byOwner,
  ownerKey,
  KRATIX_NAMESPACE,
  podsOf,
  workflowWatches,
} from './watches';

/** Whether a Job or Pod is of a Promise's own workflow. */
export const isOfPromise = (promise: string, object: Manifest): boolean => {
  const { [labels.promiseName]: name, [labels.workflowType]: type } =
    object.metadata.labels ?? {};
  return name === promise && type === 'promise';
};

/** What says how a Promise is doing, besides itself. */
export function offeringDependencies(
  watches: Watches,
  { name, metadata }: Offering,
): Dependency[] {
  const { jobs, pods } = workflowWatches(watches, KRATIX_NAMESPACE);
  const concerns = (object: Manifest) => isOfPromise(name, object);
  return [
    { watch: jobs, concerns },
    { watch: pods, concerns },
    ...previewDependencies(watches),
    ...releaseDependencies(watches, metadata),
    ...healthDependenciesOf(
      watches,
      KRATIX_NAMESPACE,
      ({ offering, resource }) => offering === name && resource === undefined,
    ),
  ];
}

/** How a Promise is installed, and what it needs. */
export function offeringDetails(
  watches: Watches,
  offering: Offering,
  health: Health,
): OfferingDetails {
  const { name, metadata, source } = offering;
  const { jobs, pods } = workflowWatches(watches, KRATIX_NAMESPACE);
  const promise = source.kind === 'definition' ? source.definition : undefined;
  const ownJobs = jobs.store
    .byIndex(byOwner, ownerKey(name))
    .filter(job => isOfPromise(name, job));
  return {
    destinationSelectors: objectsOf(at(promise, 'spec', 'destinationSelectors'))
      .map(selector => selector.matchLabels)
      .filter(isObject)
      .map(selected =>
        Object.fromEntries(
          Object.entries(selected).map(([key, value]) => [key, String(value)]),
        ),
      ),
    requirements: requirementsOf(promise),
    conditions: conditionsOf(promise),
    pipelines: pipelinesOf(promise),
    runs: makeRunViews(ownJobs, job => podsOf(pods, job)),
    deletion: promise && deletionOf(watches, offering, promise, health),
    requiredBy: objectsOf(at(promise, 'status', 'requiredBy'))
      .map(dependant => asText(at(dependant, 'promise', 'name')))
      .filter(dependant => dependant !== undefined),
    release: findRelease(watches, metadata),
    canPreview: preview.isOffered(watches),
  };
}

/** How far its deletion is; undefined where it is not being deleted. */
function deletionOf(
  watches: Watches,
  offering: Offering,
  promise: Manifest,
  health: Health,
): OfferingDetails['deletion'] {
  const { deletionTimestamp, finalizers = [] } = promise.metadata;
  if (deletionTimestamp === undefined) return undefined;
  const related = relatedOfOffering(watches, offering);
  return {
    since: deletionTimestamp,
    stages: stagesOf(promise, related, health),
    finalizers,
  };
}
