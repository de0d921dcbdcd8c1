import type { RequestAction } from '../api/requests';
import type { FieldProblem } from '../api/operations';
import type { z } from 'zod';
import type { ObjectRef } from '../kubernetes/manifest';
import { nameSchemas } from '../kubernetes/nameSchemas';

/** Whose request it is, for its path and branch. @public */
export interface RequestedResource {
  promise: string;
  namespace: string;
  name: string;
}

/**
 * Where a Resource's manifest is in the requests repository: where Templates of the
 * commercial integration put it too, so that both find each other's files.
 *
 * @public
 */
export const requestPath = (request: RequestedResource) =>
  `kratix-requests/${request.promise}/${request.namespace}/${request.name}.yaml`;

const DELETION = '-delete';

/**
 * The branch that a request is proposed on, which no other request has. It is the one of
 * the commercial integration, but for what is in another namespace than `default`, or is
 * called like somebody's deletion: that has an underscore, which no name on the platform
 * has.
 *
 * @public
 */
export function requestBranch(
  { promise, namespace, name }: RequestedResource,
  action: RequestAction,
): string {
  const place = namespace === 'default' ? name : `${namespace}_${name}`;
  const requestSuffix = name.endsWith(DELETION) ? '_request' : '';
  return `backstage/${promise}/${place}${
    action === 'Delete' ? DELETION : requestSuffix
  }`;
}

/**
 * What is wrong with the names of a manifest. The API server would say so;
 * where a manifest becomes a file, nobody else does, and a name is part of its
 * path.
 *
 * @public
 */
export function nameProblems(ref: ObjectRef): FieldProblem[] {
  const checks: [string, z.ZodType, string][] = [
    ['apiVersion', nameSchemas.apiVersion, ref.apiVersion],
    ['kind', nameSchemas.kind, ref.kind],
    ['metadata.name', nameSchemas.object, ref.name],
    ['metadata.namespace', nameSchemas.namespace, ref.namespace ?? 'default'],
  ];
  return checks.flatMap(([field, schema, name]) => {
    const result = schema.safeParse(name);
    return result.success
      ? []
      : [{ field, message: result.error.issues[0].message }];
  });
}
