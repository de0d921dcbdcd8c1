import type { Entity } from '@backstage/catalog-model';
import { annotations } from '@syntasso/plugin-ske-common';

/** On each entity: what has brought it into the catalog. */
export const LOCATION = 'backstage.io/managed-by-location';

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
