import { InputError } from '@backstage/errors';
import {
  pullRequestSchema,
  type Manifest,
  type ObjectRef,
  type PullRequest,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import { formatManifest } from '../../platform/git/manifestFile';
import type { Requester } from '../Requester';
import { dispatchContextOf } from './dispatchContext';
import { redactedTextOf, secretsOf } from './requestSecrets';
import { maskManifest } from '../../redaction/masking';
import type { PullRequestSender } from './PullRequestSender';
import type { RequestTools } from './proposeRequest';

/** What another action reports to have sent. */
export interface DispatchedElsewhere {
  promise: string;
  ref: ObjectRef;
  manifest: Manifest;
  action: RequestAction;
  pullRequestUrl: string | undefined;
  requestsRepoUrl: string | undefined;
}

/**
 * Records what another action has sent, or adds to the request that the same task has
 * recorded before. The request is about the object that the manifest names, because
 * that is the one that was authorized.
 *
 * @throws InputError for other names, and for an address that is on no host of
 * `integrations`; NotAllowedError as every request.
 */
export async function recordDispatchedElsewhere(
  { authorizer, repositories, dispatcher, pullRequests }: RequestTools,
  requester: Requester,
  about: DispatchedElsewhere,
): Promise<void> {
  const { action, manifest, pullRequestUrl, requestsRepoUrl } = about;
  const { hosts } = pullRequests;
  if (pullRequestUrl) hosts.requireAddress('pullRequestUrl', pullRequestUrl);
  if (requestsRepoUrl) hosts.repository(requestsRepoUrl);
  const checked = await authorizer.authorizeKeepingPlaceholders(
    requester,
    manifest,
    action,
  );
  const { ref } = checked;
  const promise = checked.offering.name;
  if (requestsRepoUrl) {
    repositories.requireRepository(
      'requestsRepoUrl',
      requestsRepoUrl,
      checked.offering,
    );
  }
  if (pullRequestUrl) {
    repositories.requirePullRequest(
      'pullRequestUrl',
      pullRequestUrl,
      checked.offering,
    );
  }
  requireSame('promiseName', about.promise, promise);
  requireSame('name', about.ref.name, ref.name);
  requireSame('namespace', about.ref.namespace, ref.namespace);
  const pullRequest = pullRequestUrl
    ? await pullRequestAt(pullRequests, pullRequestUrl)
    : undefined;
  const store = await dispatcher.store();
  const earlierRequest =
    requester.taskId &&
    (await store.findByTask(requester.taskId, { promise, ref, action }));
  if (earlierRequest) {
    await store.addPullRequest(earlierRequest.record.id, {
      pullRequest,
      requestsRepoUrl,
    });
    return;
  }
  const masked = maskManifest(
    manifest,
    secretsOf(requester, manifest, checked.offering),
  );
  await dispatcher.dispatch(
    {
      promise,
      ref,
      action,
      delivery: pullRequest ? 'pull-request' : 'push',
      manifest:
        action === 'Delete' ? undefined : formatManifest(masked.manifest),
      before:
        checked.present && redactedTextOf(checked.present, checked.offering),
      requestedBy: requester.by,
      taskId: requester.taskId,
      pullRequest,
      requestsRepoUrl,
    },
    {
      ...dispatchContextOf(manifest, checked.offering, checked.platform),
      // Another action has sent it: it must not be sent again from here.
      hasWholeManifest: false,
    },
    async () => ({}),
  );
}

/** How a pull request stands; open, where its host does not answer. */
async function pullRequestAt(
  { hosts }: PullRequestSender,
  url: string,
): Promise<PullRequest> {
  const pullRequest = await hosts.read(url).catch(() => undefined);
  return pullRequest ?? pullRequestSchema.parse({ url, state: 'open' });
}

function requireSame(
  field: string,
  actual: string | undefined,
  expected?: string,
) {
  if (actual === expected) return;
  throw new InputError(
    `${field}: is ${actual}, and the manifest's is ${expected}. Give the same, or the right manifest.`,
  );
}
