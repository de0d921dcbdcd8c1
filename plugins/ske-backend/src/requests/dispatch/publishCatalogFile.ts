import type { Access } from '../../access/Access';
import type { Budgets } from '../../access/Budgets';
import type { Requester } from '../Requester';
import type { RequestAuditor } from '../authorization/RequestAuditor';
import type {
  CatalogTarget,
  RepositoryRules,
} from '../authorization/RepositoryRules';

/** What decides whether a catalog file may be committed. */
export interface PublishingTools {
  access: Access;
  budgets: Budgets;
  audit: RequestAuditor;
  repositoryRules: RepositoryRules;
}

/**
 * Commits a catalog file, if the requester may.
 *
 * @throws NotAllowedError without the permission, InputError for a repository or
 * branch that is no place for it, TooManyRequestsError
 */
export async function publishCatalogFile<T>(
  { access, budgets, audit, repositoryRules }: PublishingTools,
  requester: Requester,
  target: CatalogTarget,
  work: () => Promise<T>,
): Promise<T> {
  await budgets.spend(requester.credentials, 'writes');
  const event = { eventId: 'publish-catalog' };
  return audit.runAs(requester, event, target, async () => {
    await access.requirePublishing(requester.credentials);
    repositoryRules.requireCatalogTarget(target);
    return work();
  });
}
