import {
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
  type Entity,
} from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { kratixFilter } from './filters';

/**
 * Whether a card of the catalog about relations of Components is shown: of our entities
 * only where they have one.
 *
 * @param kind - of what they are related to, in lower case
 */
export const hasRelationTo =
  (type: string, kind: string) =>
  (entity: Entity): boolean =>
    entity.kind.toLowerCase() === 'component' &&
    (!kratixFilter(entity) ||
      (entity.relations ?? []).some(
        relation =>
          relation.type === type &&
          relation.targetRef.toLowerCase().startsWith(`${kind}:`),
      ));

/** The catalog's cards about relations, without those that would be empty. */
export const relationCards = [
  catalogPlugin
    .getExtension('entity-card:catalog/depends-on-components')
    .override({
      params: { filter: hasRelationTo(RELATION_DEPENDS_ON, 'component') },
    }),
  catalogPlugin
    .getExtension('entity-card:catalog/depends-on-resources')
    .override({
      params: { filter: hasRelationTo(RELATION_DEPENDS_ON, 'resource') },
    }),
  catalogPlugin.getExtension('entity-card:catalog/has-subcomponents').override({
    params: { filter: hasRelationTo(RELATION_HAS_PART, 'component') },
  }),
];
