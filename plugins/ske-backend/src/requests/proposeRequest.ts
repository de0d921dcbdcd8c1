import type { Manifest, RequestAction } from '@syntasso/plugin-ske-common';
import { storedManifest } from '../platform/git/manifestFile';
import { maskManifest } from '../redaction/masking';
import type { Asker, Performed } from './asker';
import {
  contextOf,
  maskTarget,
  presentOf,
  refuseSecrets,
  requireBranches,
  secretsOf,
  withDefaults,
  type ProposalTarget,
} from './describe';
import type { Gate } from './Gate';
import type { Proposals } from './Proposals';
import type { RepositoryRules } from './RepositoryRules';
import type { Requests } from './Requests';

/** What checks, writes down and sends requests. */
export interface SendingParts {
  gate: Gate;
  repositories: RepositoryRules;
  requests: Requests;
  proposals: Proposals;
}

/**
 * Proposes a request, a change or a deletion as a pull request.
 *
 * @throws InputError for a repository, branch or path that is no place for it, and
 * for secrets; NotAllowedError as every request
 */
export async function proposeRequest(
  { gate, repositories, requests, proposals }: SendingParts,
  asker: Asker,
  asked: Manifest,
  { action, target }: { action: RequestAction; target: ProposalTarget },
): Promise<Performed> {
  const checked = await gate.check(asker, asked, action);
  const { wanted, platform, ref, present } = checked;
  const store = await requests.store();
  const secrets = secretsOf(asker, wanted, checked.promise);
  if (action !== 'Delete') refuseSecrets(maskManifest(wanted, secrets).fields);
  // Said early: a wrong address is no reason to write anything down.
  requireBranches(target);
  repositories.requireTarget(target, checked.promise);
  const { defaultBranch } = repositories;
  const promise = checked.promise.metadata.name;
  const about = { promise, ref, action, by: asker.by, defaultBranch };
  const { stored, sent } = await requests.perform(
    {
      promise,
      ref,
      action,
      delivery: 'pull-request',
      manifest: action === 'Delete' ? undefined : storedManifest(wanted),
      before: present && presentOf(present, checked.promise),
      requestedBy: asker.by,
      taskId: asker.taskId,
      requestsRepoUrl: target.repoUrl,
    },
    {
      ...contextOf(wanted, checked.promise, platform),
      masked: false,
      target: withDefaults(maskTarget(target, secrets), about),
    },
    request => proposals.propose(request, store),
  );
  return { action, stored, sent };
}
