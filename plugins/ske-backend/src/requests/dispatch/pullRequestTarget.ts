import { InputError } from '@backstage/errors';
import {
  nameSchemas,
  requestBranch,
  requestPath,
  type ObjectRef,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { maskText } from '../../redaction/maskText';
import { validate } from '../../utils/validate';
import type { DispatchContext } from '../store/requestRow';

/** Where a request is proposed, as far as the person has said. */
export interface PullRequestTarget {
  repoUrl: string;
  branch?: string;
  base?: string;
  path?: string;
  title?: string;
  description?: string;
}

const branchesSchema = z.object({
  branch: nameSchemas.branch.optional(),
  base: nameSchemas.branch.optional(),
});

/**
 * Checks the branches that the person has named. Templates give an empty text for none.
 *
 * @throws InputError that names the one that is no branch.
 */
export function requireBranches({ branch, base }: PullRequestTarget): void {
  validate(branchesSchema, {
    branch: branch || undefined,
    base: base || undefined,
  });
}

/** Where a request is proposed, without secrets in what people read there. */
export const maskTarget = <
  T extends Pick<PullRequestTarget, 'title' | 'description'>,
>(
  target: T,
  secrets: string[],
): T => ({
  ...target,
  title: target.title && maskText(target.title, secrets),
  description: target.description && maskText(target.description, secrets),
});

/** Prefix of the branches that are named after their request. */
const OURS = 'backstage/';

function refuseBranchOfOthers(
  branch: string | undefined,
  usual: string,
  isOfContract: boolean,
) {
  if (!branch?.toLowerCase().startsWith(OURS)) return;
  if (isOfContract || branch === usual) return;
  throw new InputError(
    `branchName: ${branch} is the branch of another request. Give the request a branch of its own that does not begin with ${OURS}, or none.`,
  );
}

/**
 * Where a request is proposed, with defaults for what was left out.
 *
 * @throws InputError for a branch that is named after another request.
 */
export function completeTarget(
  target: PullRequestTarget,
  about: {
    promise: string;
    ref: ObjectRef;
    action: RequestAction;
    by: string | undefined;
    defaultBranch: string;
  },
): NonNullable<DispatchContext['target']> {
  const { promise, action, by } = about;
  const { kind, name, namespace = 'default' } = about.ref;
  // Older Templates write this branch name, which is the same in every namespace: a
  // branch of its own is used instead.
  const isOfContract =
    target.branch ===
    `backstage/${promise}/${name}${action === 'Delete' ? '-delete' : ''}`;
  const usual = requestBranch({ promise, namespace, name }, action);
  refuseBranchOfOthers(target.branch, usual, isOfContract);
  const title = target.title || `${action} ${kind} ${namespace}/${name}`;
  return {
    repoUrl: target.repoUrl,
    branch: target.branch && !isOfContract ? target.branch : usual,
    base: target.base || about.defaultBranch,
    path: target.path || requestPath({ promise, namespace, name }),
    title,
    description:
      target.description ||
      `${title}, of Promise ${promise}${
        by ? `, requested by ${by}` : ''
      } through Backstage.`,
  };
}
