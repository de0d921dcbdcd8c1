import { asText, at, labels, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes, type SharedInformer } from '@syntasso/plugin-ske-node';
import type {
  HealthSubject,
  WatchSpec,
  Watches,
} from '../../live/ClusterEngine';
import {
  withoutContent,
  withoutDestinationSpec,
  withoutPodSpec,
  withoutPromise,
  withoutTemplate,
} from './trimObjects';

/** Names of indexes. */
export const byOwner = 'owner';
export const byWork = 'work';
export const byJob = 'job';
export const byDestination = 'destination';
/** Of Destinations: those that take the Works of dry runs, by `true`. */
export const forDryRuns = 'forDryRuns';
export const byPromise = 'promise';

/** Where Kratix runs the pipelines of Promises, and keeps their Works. */
export const KRATIX_NAMESPACE = 'kratix-platform-system';

/** Value of the owner index for one Promise's or Resource's related objects. */
export const ownerKey = (
  promise: string,
  resource?: { namespace?: string; name: string },
) =>
  resource
    ? `${promise}/${resource.namespace ?? ''}/${resource.name}`
    : promise;

/** The Promise or Resource that a Job or a Work was made for. */
export function subjectOf(object: Manifest): HealthSubject | undefined {
  const label = (name: string) =>
    asText(at(object, 'metadata', 'labels', `kratix.io/${name}`));
  const promise = label('promise-name');
  const resource = label('resource-name');
  if (!promise) return undefined;
  const namespace = label('resource-namespace') ?? object.metadata.namespace;
  return {
    offering: promise,
    resource: resource
      ? { namespace: namespace ?? 'default', name: resource }
      : undefined,
  };
}

/** Values of the owner index. */
export function ownersOf(object: Manifest): string[] {
  const subject = subjectOf(object);
  return subject ? [ownerKey(subject.offering, subject.resource)] : [];
}

/** The Work that a WorkPlacement places. */
export const workKeysOf = (placement: Manifest): string[] => [
  `${placement.metadata.namespace}/${at(
    placement,
    'metadata',
    'labels',
    'kratix.io/work',
  )}`,
];

/** The Job that made a Pod. */
export const jobKeysOf = (pod: Manifest): string[] => [
  `${pod.metadata.namespace}/${
    asText(at(pod, 'metadata', 'labels', 'job-name')) ??
    at(pod, 'metadata', 'labels', 'batch.kubernetes.io/job-name')
  }`,
];

/** The Destination that a WorkPlacement is for. */
export const destinationNamesOf = (placement: Manifest): string[] => {
  const name = asText(at(placement, 'spec', 'targetDestinationName'));
  return name === undefined ? [] : [name];
};

/** Selects the Jobs and Pods of pipelines. */
export const OF_KRATIX = {
  labelSelector: 'app.kubernetes.io/managed-by=Kratix',
};
const OWNED = { [byOwner]: ownersOf };

/** Where Resources can run. */
export const destinations: WatchSpec = {
  type: resourceTypes.destinations,
  keep: withoutDestinationSpec,
  indexes: {
    [forDryRuns]: ({ metadata }) =>
      metadata.labels?.[labels.dryRun] === 'true' ? ['true'] : [],
  },
};

/** The versions of Promises. */
export const revisions: WatchSpec = {
  type: resourceTypes.promiseRevisions,
  keep: withoutPromise,
  indexes: {
    [byPromise]: ({ spec }) => {
      const promise = asText(at(spec, 'promiseRef', 'name'));
      return promise === undefined ? [] : [promise];
    },
  },
};

/** What lives in a namespace beside Resources. */
const IN_NAMESPACE = {
  bindings: { type: resourceTypes.resourceBindings, indexes: OWNED },
  works: {
    type: resourceTypes.works,
    list: { labelSelector: labels.promiseName },
    indexes: OWNED,
    keep: withoutContent,
  },
  workPlacements: {
    type: resourceTypes.workPlacements,
    indexes: { [byWork]: workKeysOf, [byDestination]: destinationNamesOf },
    keep: withoutContent,
  },
  deleteJobs: {
    type: resourceTypes.jobs,
    list: {
      labelSelector: `${OF_KRATIX.labelSelector},${labels.workflowAction}=delete`,
    },
    indexes: OWNED,
    keep: withoutTemplate,
  },
  jobs: {
    type: resourceTypes.jobs,
    list: OF_KRATIX,
    indexes: OWNED,
    keep: withoutTemplate,
  },
  pods: {
    type: resourceTypes.pods,
    list: OF_KRATIX,
    indexes: { [byJob]: jobKeysOf },
    keep: withoutPodSpec,
  },
} satisfies Record<string, WatchSpec>;

/** The watches on what decides health besides the object, see {@link healthWatches}. */
export type HealthWatches = Record<
  'works' | 'workPlacements' | 'destinations' | 'deleteJobs',
  SharedInformer
>;

/**
 * The watches on what decides health besides the object: where Works went, and the Jobs
 * of deletions. Few of all Jobs are of a deletion.
 *
 * @param namespace - undefined: all
 */
export const healthWatches = (
  watches: Watches,
  namespace: string | undefined,
): HealthWatches => ({
  works: watches.watch(IN_NAMESPACE.works, namespace),
  workPlacements: watches.watch(IN_NAMESPACE.workPlacements, namespace),
  destinations: watches.watch(destinations),
  deleteJobs: watches.watch(IN_NAMESPACE.deleteJobs, namespace),
});

/** The watches on all that Kratix makes of Resources in a namespace. */
export type KratixWatches = HealthWatches &
  Record<'revisions' | 'bindings' | 'jobs' | 'pods', SharedInformer>;

/** See {@link KratixWatches}. */
export function kratixWatches(
  watches: Watches,
  namespace: string,
): KratixWatches {
  const inNamespace = (what: keyof typeof IN_NAMESPACE) =>
    watches.watch(IN_NAMESPACE[what], namespace);
  return {
    ...healthWatches(watches, namespace),
    revisions: watches.watch(revisions),
    bindings: inNamespace('bindings'),
    jobs: inNamespace('jobs'),
    pods: inNamespace('pods'),
  };
}

/** The watches on what runs workflows in a namespace. */
export const workflowWatches = (watches: Watches, namespace: string) => ({
  jobs: watches.watch(IN_NAMESPACE.jobs, namespace),
  pods: watches.watch(IN_NAMESPACE.pods, namespace),
});

/** The Pods of a Job. */
export const podsOf = (pods: SharedInformer, job: Manifest): Manifest[] =>
  pods.store.byIndex(byJob, `${job.metadata.namespace}/${job.metadata.name}`);
