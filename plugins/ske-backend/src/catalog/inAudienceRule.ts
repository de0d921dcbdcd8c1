import { RELATION_OWNED_BY, type Entity } from '@backstage/catalog-model';
import { catalogEntityPermissionResourceRef } from '@backstage/plugin-catalog-node/alpha';
import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { at } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { inAudience } from '../access/audience';

const KEY = 'spec.audience';
const OWNER = `relations.${RELATION_OWNED_BY}`;

/**
 * Rule about catalog entities: those of a Promise that names an audience. Who
 * owns an entity sees it.
 */
export const inAudienceRule = createPermissionRule({
  name: 'SKE_IN_AUDIENCE',
  description:
    'The entity is for everybody, for one of the claims (audience of a Promise), or owned by one',
  resourceRef: catalogEntityPermissionResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('entity references, as in ownershipEntityRefs'),
  }),
  apply: (entity, { claims }) =>
    inAudience(audienceOfEntity(entity), claims) ||
    ownersOfEntity(entity).some(owner => claims.includes(owner)),
  toQuery: ({ claims }) => ({
    anyOf: [
      { not: { key: KEY } },
      { key: KEY, values: claims },
      { key: OWNER, values: claims },
    ],
  }),
});

function audienceOfEntity(entity: Entity): string[] | undefined {
  const audience = at(entity, 'spec', 'audience');
  return Array.isArray(audience) ? audience.map(String) : undefined;
}

const ownersOfEntity = ({ relations = [] }: Entity): string[] =>
  relations
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: catalogEntityPermissionResourceRef,
  rules: { inAudience: inAudienceRule },
});

/** Conditions about catalog entities, for a permission policy. @public */
export const skeCatalogConditions = conditions;

/** A policy's conditional decision about catalog entities. @public */
export const createSkeCatalogConditionalDecision = createConditionalDecision;
