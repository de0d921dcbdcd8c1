import type {
  ObjectRef,
  RequestRecord,
  ResourceSummary,
} from '@syntasso/plugin-ske-common';

/** What is pushed is there by then, or something holds it up. */
const USUAL_MS = 30_000;

/**
 * The requests to be told of beside the Resources: those that somebody has to approve,
 * and those that take longer than usual.
 */
export const requestsToTell = (
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
  [apiVersion.split('/')[0], kind, namespace, name].join('/');
