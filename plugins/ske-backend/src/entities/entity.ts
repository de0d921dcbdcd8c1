import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  Health,
  OfferedResource,
  Offering,
} from '@syntasso/plugin-ske-common';

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
  annotations: Record<string, string>,
): Entity {
  const { metadata } = entity;
  return {
    ...entity,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, ...annotations },
    },
  };
}

/** The entity with the location of the provider that publishes it. */
export const withLocation = (entity: Entity, location: string): Entity =>
  withAnnotations(entity, {
    [LOCATION]: location,
    'backstage.io/managed-by-origin-location': location,
  });

/** References of the entities that the catalog shows of a provider's location. */
export async function listShownEntities(
  options: { catalog: CatalogService; auth: AuthService },
  location: string,
): Promise<Set<string>> {
  const credentials = await options.auth.getOwnServiceCredentials();
  const { items } = await options.catalog.getEntities(
    {
      filter: { [`metadata.annotations.${LOCATION}`]: location },
      fields: ['kind', 'metadata.name', 'metadata.namespace'],
    },
    { credentials },
  );
  return new Set(items.map(entity => stringifyEntityRef(entity)));
}
