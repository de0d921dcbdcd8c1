import {
  AuthorizeResult,
  isResourcePermission,
  type PermissionCriteria,
  type PermissionCondition,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_SKE_PROMISE } from '@syntasso/plugin-ske-common';
import { skeCatalogConditions } from './inAudienceRule';
import { skePromiseConditions } from '../access/rules';

/**
 * Wraps an app's permission policy so that Promises with an audience, and the
 * catalog entities of them, of their Templates and Resources, are seen by their
 * audience and by their owners only. What the policy denies stays denied.
 *
 * Source of the audience: the annotation `kratix.io/backstage-audience` of the
 * Promise.
 *
 * @public
 */
export function withSkeAudience(policy: PermissionPolicy): PermissionPolicy {
  return {
    async handle(request, user) {
      const decision = await policy.handle(request, user);
      const condition = conditionFor(request, user);
      if (!condition || decision.result === AuthorizeResult.DENY) {
        return decision;
      }
      return both(request, decision, condition);
    },
  };
}

function conditionFor(
  { permission }: PolicyQuery,
  user: PolicyQueryUser | undefined,
): PermissionCriteria<PermissionCondition> | undefined {
  const claims = user?.info.ownershipEntityRefs ?? [];
  if (isResourcePermission(permission, 'catalog-entity')) {
    return skeCatalogConditions.inAudience({ claims });
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_SKE_PROMISE)) {
    return {
      anyOf: [
        skePromiseConditions.inAudience({ claims }),
        skePromiseConditions.isOwner({ claims }),
      ],
    };
  }
  return undefined;
}

function both(
  { permission }: PolicyQuery,
  decision: PolicyDecision,
  condition: PermissionCriteria<PermissionCondition>,
): PolicyDecision {
  const conditions: PermissionCriteria<PermissionCondition> =
    decision.result === AuthorizeResult.CONDITIONAL
      ? { allOf: [decision.conditions, condition] }
      : condition;
  const catalog = isResourcePermission(permission, 'catalog-entity');
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: catalog ? 'catalog' : 'ske',
    resourceType: catalog ? 'catalog-entity' : RESOURCE_TYPE_SKE_PROMISE,
    conditions,
  };
}
