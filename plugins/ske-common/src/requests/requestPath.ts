import type { RequestAction } from '../api/requests';
import type { FieldProblem } from '../api/operations';
import { splitApiVersion, type ObjectRef } from '../kubernetes/manifest';
import { DNS_LABEL, DNS_SUBDOMAIN, KIND, VERSION } from './names';

/** Whose request it is, for its path and branch. @public */
export interface RequestOf {
  promise: string;
  namespace: string;
  name: string;
}

/**
 * Where a Resource's manifest is in the requests repository.
 * Source: product contract §5.
 *
 * @public
 */
export const requestPath = (request: RequestOf) =>
  `kratix-requests/${request.promise}/${request.namespace}/${request.name}.yaml`;

/**
 * The branch that a request is proposed on. Source: product contract §5.
 *
 * @public
 */
export const requestBranch = (
  request: Pick<RequestOf, 'promise' | 'name'>,
  action: RequestAction,
) =>
  `backstage/${request.promise}/${request.name}${
    action === 'Delete' ? '-delete' : ''
  }`;

/**
 * What is wrong with the names of a manifest. The API server would say so;
 * where a manifest becomes a file, nobody else does, and a name is part of its
 * path.
 *
 * @public
 */
export function nameProblems(ref: ObjectRef): FieldProblem[] {
  const { group, version } = splitApiVersion(ref.apiVersion);
  const checks: [string, boolean, string][] = [
    [
      'apiVersion',
      DNS_SUBDOMAIN.test(group) && VERSION.test(version),
      'is no group/version',
    ],
    ['kind', KIND.test(ref.kind), 'is no kind'],
    [
      'metadata.name',
      DNS_SUBDOMAIN.test(ref.name),
      'must be lower-case letters, digits, hyphens and dots, at most 253; begin and end with a letter or digit',
    ],
    [
      'metadata.namespace',
      DNS_LABEL.test(ref.namespace ?? 'default'),
      'must be lower-case letters, digits and hyphens, at most 63; begin and end with a letter or digit',
    ],
  ];
  return checks
    .filter(([, fine]) => !fine)
    .map(([field, , message]) => ({ field, message }));
}
