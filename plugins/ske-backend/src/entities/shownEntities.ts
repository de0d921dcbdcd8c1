import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { LOCATION } from './entity';

/** The catalog, asked with Backstage's own credentials. */
export interface CatalogAccess {
  catalog: CatalogService;
  auth: AuthService;
}

/** References of the entities that the catalog shows of a provider's location. */
export async function listShownRefs(
  options: CatalogAccess,
  location: string,
): Promise<Set<string>> {
  const entities = await listShown(options, location, []);
  return new Set(entities.map(entity => stringifyEntityRef(entity)));
}

/** The entities that the catalog shows of a provider's location, with annotations only. */
export const listShownEntities = (
  options: CatalogAccess,
  location: string,
): Promise<Entity[]> => listShown(options, location, ['metadata.annotations']);

async function listShown(
  { catalog, auth }: CatalogAccess,
  location: string,
  fields: string[],
): Promise<Entity[]> {
  const { items } = await catalog.getEntities(
    {
      filter: { [`metadata.annotations.${LOCATION}`]: location },
      fields: ['kind', 'metadata.name', 'metadata.namespace', ...fields],
    },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  return items;
}
