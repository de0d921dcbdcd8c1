import {
  asNumber,
  asText,
  at,
  conditionsOf,
  jobStateOf,
  labels,
  newestFirst,
  objectsOf,
  type Manifest,
  type OfferedResource,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import type {
  FailedContainer,
  FailedRun,
  FailedSubject,
  Watches,
} from '../../live/ClusterEngine';
import { isOfPromise } from './promiseDetails';
import { KRATIX_CONTAINERS } from './runs';
import {
  byOwner,
  jobKeysOf,
  KRATIX_NAMESPACE,
  OF_KRATIX,
  ownerKey,
  ownersOf,
  podsOf,
  workflowWatches,
} from './watches';

/** The newest run of a Promise or Resource, if one of its containers has failed. */
export function failedRun(
  watches: Watches,
  { offering, resource }: FailedSubject,
): FailedRun | undefined {
  const { namespace = 'default' } = resource?.metadata ?? {
    namespace: KRATIX_NAMESPACE,
  };
  const { jobs, pods } = workflowWatches(watches, namespace);
  const owner = ownerKey(
    offering.name,
    resource && { namespace, name: resource.metadata.name },
  );
  const ownJobs = jobs.store
    .byIndex(byOwner, owner)
    .filter(job => resource || isOfPromise(offering.name, job));
  return findFailedRun(ownJobs, job => podsOf(pods, job));
}

/** The same for a Resource that nobody watches the Jobs and Pods of. */
export async function readFailedRun(
  client: KubernetesClient,
  { offering, resource }: OfferedResource,
  namespace: string | undefined,
): Promise<FailedRun | undefined> {
  const { namespace: ownNamespace = 'default', name } = resource.metadata;
  const labelSelector = [
    OF_KRATIX.labelSelector,
    `${labels.promiseName}=${offering.name}`,
    `${labels.resourceName}=${name}`,
  ].join(',');
  const [jobs, pods] = await Promise.all(
    [resourceTypes.jobs, resourceTypes.pods].map(type =>
      client.list(type, { namespace, labelSelector }),
    ),
  );
  const owner = ownerKey(offering.name, { namespace: ownNamespace, name });
  return findFailedRun(
    jobs.items.filter(job => ownersOf(job).includes(owner)),
    job =>
      pods.items.filter(pod =>
        jobKeysOf(pod).includes(
          `${job.metadata.namespace}/${job.metadata.name}`,
        ),
      ),
  );
}

function findFailedRun(
  jobs: Manifest[],
  podsOfJob: (job: Manifest) => Manifest[],
): FailedRun | undefined {
  const [job] = [...jobs].sort(newestFirst);
  if (!job) return undefined;
  const { state } = jobStateOf(job);
  if (state === 'succeeded' || state === 'stopped') return undefined;
  const container = [...podsOfJob(job)]
    .sort(newestFirst)
    .map(findFailedContainer)
    .find(found => found !== undefined);
  if (!container && state === 'running') return undefined;
  const deadline = conditionsOf(job).find(
    ({ type, reason }) => type === 'Failed' && reason === 'DeadlineExceeded',
  );
  return { job, container, message: deadline?.message || undefined };
}

/** The platform team's container that failed; else the one of Kratix that did. */
function findFailedContainer(pod: Manifest): FailedContainer | undefined {
  const failedContainers = [
    ...objectsOf(at(pod, 'status', 'initContainerStatuses')),
    ...objectsOf(at(pod, 'status', 'containerStatuses')),
  ].flatMap(status => failedContainerOf(pod, status) ?? []);
  return (
    failedContainers.find(({ name }) => !KRATIX_CONTAINERS.has(name)) ??
    failedContainers[0]
  );
}

/** A container whose last attempt failed, whether or not it is tried again now. */
function failedContainerOf(
  pod: Manifest,
  status: JsonObject,
): FailedContainer | undefined {
  const name = asText(status.name);
  const ended = at(status, 'state', 'terminated');
  const isTriedAgain = ended === undefined || ended === null;
  const failed = isTriedAgain ? at(status, 'lastState', 'terminated') : ended;
  const exitCode = asNumber(at(failed, 'exitCode'));
  if (name === undefined || exitCode === undefined || exitCode === 0) {
    return undefined;
  }
  return {
    pod,
    name,
    restarts: asNumber(status.restartCount) ?? 0,
    isTriedAgain,
    reason: asText(at(failed, 'reason')),
    message: asText(at(failed, 'message')),
  };
}
