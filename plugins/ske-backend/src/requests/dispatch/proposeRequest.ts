import type { Manifest, RequestAction } from '@syntasso/plugin-ske-common';
import { formatManifest } from '../../platform/git/manifestFile';
import { maskManifest } from '../../redaction/masking';
import type { Requester, DispatchedRequest } from '../Requester';
import { dispatchContextOf } from './dispatchContext';
import {
  maskTarget,
  requireBranches,
  completeTarget,
  type PullRequestTarget,
} from './pullRequestTarget';
import {
  redactedTextOf,
  refuseSecretFields,
  secretsOf,
} from './requestSecrets';
import type { RequestAuthorizer } from '../authorization/RequestAuthorizer';
import type { PullRequestSender } from './PullRequestSender';
import type { RepositoryRules } from '../authorization/RepositoryRules';
import type { RequestDispatcher } from './RequestDispatcher';

/** The services that check, record and send requests. */
export interface RequestTools {
  authorizer: RequestAuthorizer;
  repositories: RepositoryRules;
  dispatcher: RequestDispatcher;
  pullRequests: PullRequestSender;
}

/**
 * Proposes a request, a change or a deletion as a pull request.
 *
 * @throws InputError for a repository, branch or path that is no place for it, and
 * for secrets; NotAllowedError as every request
 */
export async function proposeRequest(
  { authorizer, repositories, dispatcher, pullRequests }: RequestTools,
  requester: Requester,
  requested: Manifest,
  { action, target }: { action: RequestAction; target: PullRequestTarget },
): Promise<DispatchedRequest> {
  const checked = await authorizer.authorize(requester, requested, action);
  const { wanted, platform, ref, present } = checked;
  const store = await dispatcher.store();
  const secrets = secretsOf(requester, wanted, checked.offering);
  if (action !== 'Delete')
    refuseSecretFields(maskManifest(wanted, secrets).fields);
  // Before anything is recorded: a request with a wrong address is an input error.
  requireBranches(target);
  repositories.requireTarget(target, checked.offering);
  const { defaultBranch } = repositories;
  const promise = checked.offering.name;
  const targetContext = {
    promise,
    ref,
    action,
    by: requester.by,
    defaultBranch,
  };
  const { stored, result } = await dispatcher.dispatch(
    {
      promise,
      ref,
      action,
      delivery: 'pull-request',
      manifest: action === 'Delete' ? undefined : formatManifest(wanted),
      before: present && redactedTextOf(present, checked.offering),
      requestedBy: requester.by,
      taskId: requester.taskId,
      requestsRepoUrl: target.repoUrl,
    },
    {
      ...dispatchContextOf(wanted, checked.offering, platform),
      hasWholeManifest: true,
      target: completeTarget(maskTarget(target, secrets), targetContext),
    },
    request => pullRequests.send(request, store),
  );
  return { action, stored, result };
}
