import {
  splitApiVersion,
  type ObjectRef,
  type RequestRecord,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';

/** What is pushed is there by then, or something holds it up. */
const USUAL_MS = 30_000;

/**
 * The requests that are shown beside the Resources: those that somebody has to approve,
 * and those that take longer than usual. The others are there in a moment.
 */
export const requestsToShow = (
  records: RequestRecord[],
  now: number,
): RequestRecord[] =>
  records.filter(
    ({ pullRequest, recordedAt }) =>
      pullRequest !== undefined || now - Date.parse(recordedAt) > USUAL_MS,
  );

/** The open pull request about a Resource, if there is one. */
export function findPullRequest(
  records: RequestRecord[],
  { ref }: Pick<ResourceSummary, 'ref'>,
): RequestRecord['pullRequest'] {
  const key = keyOf(ref);
  return records.find(
    record => record.pullRequest?.state === 'open' && keyOf(record.ref) === key,
  )?.pullRequest;
}

/** The same in every version of its API. */
const keyOf = ({ apiVersion, kind, namespace = 'default', name }: ObjectRef) =>
  [splitApiVersion(apiVersion).group, kind, namespace, name].join('/');
