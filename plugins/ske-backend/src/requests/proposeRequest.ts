import type { Manifest, RequestAction } from '@syntasso/plugin-ske-common';
import { storedManifest } from '../platform/git/manifestFile';
import { maskManifest } from '../redaction/masking';
import type { Asker, Performed } from './asker';
import { manifestOf } from './delivery';
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
import type { Checked, Gate } from './Gate';
import type { Proposals } from './Proposals';
import type { RepositoryRules } from './RepositoryRules';
import type { Requests } from './Requests';
import type { RequestStore } from './RequestStore';

/**
 * Proposes a request, a change or a deletion as a pull request.
 *
 * @throws InputError for a repository, branch or path that is no place for it, and
 * for secrets; NotAllowedError as every request
 */
export async function proposeRequest(
  {
    gate,
    repositories,
    requests,
    proposals,
  }: {
    gate: Gate;
    repositories: RepositoryRules;
    requests: Requests;
    proposals: Proposals;
  },
  asker: Asker,
  asked: Manifest,
  { action, target }: { action: RequestAction; target: ProposalTarget },
): Promise<Performed> {
  const checked = await gate.check(asker, asked, action);
  const { wanted, platform, ref, present } = checked;
  const store = await requests.store();
  const proposed = await findProposed(store, checked, asker);
  if (proposed) await gate.requireUpdate(asker, proposed, checked);
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

/**
 * What somebody else proposes as the same Resource, which does not exist yet. To
 * propose it anew changes their pull request, as an update changes a Resource.
 *
 * @returns undefined where nobody else proposes it, and where the Resource exists
 */
async function findProposed(
  store: RequestStore,
  { ref, present }: Checked,
  { by }: Asker,
): Promise<Manifest | undefined> {
  if (present) return undefined;
  const found = (await store.ofResource(ref)).find(
    ({ record }) =>
      record.state !== 'done' &&
      record.delivery === 'pull-request' &&
      record.action !== 'Delete',
  );
  const manifest = found?.record.manifest;
  if (!manifest || (by && found.record.requestedBy === by)) return undefined;
  return manifestOf(manifest);
}
