import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  Health,
  OfferedResource,
  Offering,
} from '@syntasso/plugin-ske-common';
import { annotations } from '@syntasso/plugin-ske-common';

/** Tells the health of Promises and Resources. */
export interface HealthSource {
  resource(offered: OfferedResource): Health;
  offering(offering: Offering): Health;
}

/** By each object alone. */
export const healthsOfObjects: HealthSource = {
  resource: ({ offering, resource }) => offering.engine.healthOf(resource),
  offering: ({ health }) => health,
};

const LOCATION = 'backstage.io/managed-by-location';

/** The entity with additional annotations. */
export function withAnnotations(
  entity: Entity,
  added: Record<string, string>,
): Entity {
  const { metadata } = entity;
  return {
    ...entity,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, ...added },
    },
  };
}

/** The location of the entities that stand for requests. */
export const PENDING_LOCATION = 'ske:requests';

/** Whether an entity stands for a request, and not for a Resource that is there. */
export const isPendingEntity = ({ metadata }: Entity): boolean =>
  metadata.annotations?.[LOCATION] === PENDING_LOCATION ||
  metadata.annotations?.[annotations.requestedBy] !== undefined;

/** The entity with the location of the provider that publishes it. */
export const withLocation = (entity: Entity, location: string): Entity =>
  withAnnotations(entity, {
    [LOCATION]: location,
    'backstage.io/managed-by-origin-location': location,
  });

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
