import { NotAllowedError } from '@backstage/errors';
import type {
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  type PermissionRule,
} from '@backstage/plugin-permission-node';
import {
  resourceOwnerOf,
  skePromiseReadPermission,
  type Manifest,
  type ObjectRef,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';
import { skePromiseRules, skeResourceRules } from './rules';
import { inAudience } from './audience';
import {
  offeringAttributesOf,
  resourceAttributesOf,
  type PromiseAttributes,
  type ResourceAttributes,
} from './attributes';

/** The error for a permission that somebody lacks for an object. */
export function permissionError(
  permission: ResourcePermission,
  { kind, namespace, name }: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>,
  owner: string,
) {
  const displayName = `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
  return new NotAllowedError(
    `You lack the permission ${permission.name} for ${displayName}. Ask its owner, ${owner}, or whoever looks after Backstage.`,
  );
}

/** Applies a policy's decision in memory: the rules are ours. */
const createAuthorizer = <Subject>(
  rules: PermissionRule<Subject, never, string>[],
) =>
  createConditionAuthorizer<Subject>({
    getRuleByName(name) {
      const rule = rules.find(candidate => candidate.name === name);
      if (rule) return rule;
      throw new Error(
        `The permission policy uses a rule ${name} that is not one of ${rules
          .map(knownRule => knownRule.name)
          .join(', ')}.`,
      );
    },
  });

const isOfferingAllowed = createAuthorizer<PromiseAttributes>(
  Object.values(skePromiseRules),
);
export const isResourceAllowed = createAuthorizer<ResourceAttributes>(
  Object.values(skeResourceRules),
);

/** Why somebody may not have an offering; undefined when they may. */
export function offeringRefusal(
  offering: Offering,
  decision: PolicyDecision,
  groups: string[] | undefined,
): Error | undefined {
  if (!isOfferingAllowed(decision, offeringAttributesOf(offering))) {
    return permissionError(
      skePromiseReadPermission,
      offering.ref,
      offering.owner,
    );
  }
  return audienceRefusal(offering, groups);
}

/**
 * Why somebody may not have a Resource; undefined when they may. Its owners may, also if
 * they are not in the audience of its offering.
 */
export function resourceRefusal(
  about: OfferedResource & {
    decision: PolicyDecision;
    permission: ResourcePermission;
    groups: string[] | undefined;
    /** Default: true. */
    isThere?: boolean;
  },
): Error | undefined {
  const { decision, permission, resource, offering, groups } = about;
  const subject = resourceAttributesOf({ resource, offering });
  if (!isResourceAllowed(decision, subject)) {
    const owner = resourceOwnerOf({ resource, offering });
    return permissionError(permission, nameOf(resource), owner);
  }
  const isOwned = about.isThere !== false && groups?.includes(subject.owner);
  return isOwned ? undefined : audienceRefusal(offering, groups);
}

const nameOf = ({ kind, metadata: { namespace, name } }: Manifest) => ({
  kind,
  namespace,
  name,
});

/** Why somebody is not in an offering's audience; its owners always are. */
export function audienceRefusal(
  offering: Offering,
  groups: string[] | undefined,
): Error | undefined {
  const { audience, owner } = offeringAttributesOf(offering);
  if (groups === undefined || inAudience(audience, groups)) return undefined;
  if (groups.includes(owner)) return undefined;
  const audienceText = audience?.length
    ? `for ${audience.join(', ')}, and you are in none of these groups`
    : `for the group that owns it only: its annotation for the audience names no group`;
  return new NotAllowedError(
    `${offering.engine.texts.offering} ${offering.name} is ${audienceText}. Ask its owner, ${offering.owner}.`,
  );
}
