import type { Access } from '../access/Access';
import type { Budgets } from '../access/Budgets';
import type { Asker } from './asker';
import type { Gate } from './Gate';
import type { CatalogTarget, RepositoryRules } from './RepositoryRules';

/** What decides whether a catalog file may be committed. */
export interface Publishing {
  access: Access;
  budgets: Budgets;
  gate: Gate;
  repositoryRules: RepositoryRules;
}

/**
 * Looks whether a catalog file may be committed, and does it.
 *
 * @throws NotAllowedError without the permission, InputError for a repository or
 * branch that is no place for it, TooManyRequestsError
 */
export async function publishCatalogFile<T>(
  { access, budgets, gate, repositoryRules }: Publishing,
  asker: Asker,
  target: CatalogTarget,
  work: () => Promise<T>,
): Promise<T> {
  await budgets.spend(asker.credentials, 'writes');
  const event = { eventId: 'publish-catalog' };
  return gate.runAuditedAs(asker, event, target, async () => {
    await access.requirePublishing(asker.credentials);
    repositoryRules.requireCatalogTarget(target);
    return work();
  });
}
