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
  ownerOf,
  skePromiseReadPermission,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { skePromiseRules, skeResourceRules } from './rules';
import { inAudience } from './audience';
import {
  promiseAttributesOf,
  resourceAttributesOf,
  type PromiseAttributes,
  type ResourceAttributes,
} from './attributes';

/** The error of a permission that somebody lacks. */
export function notAllowed(permission: ResourcePermission, object: Manifest) {
  const { name, namespace, annotations } = object.metadata;
  const what = `${object.kind} ${namespace ? `${namespace}/` : ''}${name}`;
  return new NotAllowedError(
    `You lack the permission ${
      permission.name
    } for ${what}. Ask its owner, ${ownerOf(
      annotations,
    )}, or whoever looks after Backstage.`,
  );
}

/** Applies a decision in memory: the rules are ours, so nobody needs asking. */
const applying = <Subject>(rules: PermissionRule<Subject, never, string>[]) =>
  createConditionAuthorizer<Subject>({
    getRuleByName(name) {
      const rule = rules.find(candidate => candidate.name === name);
      if (rule) return rule;
      throw new Error(
        `The permission policy uses a rule ${name} that is not one of ${rules
          .map(known => known.name)
          .join(', ')}.`,
      );
    },
  });

const promiseAllowed = applying<PromiseAttributes>(
  Object.values(skePromiseRules),
);
export const resourceAllowed = applying<ResourceAttributes>(
  Object.values(skeResourceRules),
);

/** Why a Promise is not for somebody; undefined when it is. */
export function promiseRefusal(
  promise: Manifest,
  decision: PolicyDecision,
  groups: string[] | undefined,
): Error | undefined {
  if (!promiseAllowed(decision, promiseAttributesOf(promise))) {
    return notAllowed(skePromiseReadPermission, promise);
  }
  return audienceRefusal(promise, groups);
}

/**
 * Why a Resource is not for somebody; undefined when it is. Who owns it keeps it,
 * also outside the audience of its Promise.
 */
export function resourceRefusal(about: {
  decision: PolicyDecision;
  permission: ResourcePermission;
  resource: Manifest;
  promise: Manifest;
  groups: string[] | undefined;
  /** Default: true. */
  isThere?: boolean;
}): Error | undefined {
  const { decision, permission, resource, promise, groups } = about;
  const subject = resourceAttributesOf(resource, promise.metadata.name);
  if (!resourceAllowed(decision, subject)) {
    return notAllowed(permission, resource);
  }
  const owned = about.isThere !== false && groups?.includes(subject.owner);
  return owned ? undefined : audienceRefusal(promise, groups);
}

/** Who owns a Promise is in its audience. */
export function audienceRefusal(
  promise: Manifest,
  groups: string[] | undefined,
): Error | undefined {
  const { audience, owner } = promiseAttributesOf(promise);
  if (groups === undefined || inAudience(audience, groups)) return undefined;
  if (groups.includes(owner)) return undefined;
  const whom = audience?.length
    ? `for ${audience.join(', ')}, and you are in none of these groups`
    : `for the group that owns it only: its annotation for the audience names no group`;
  return new NotAllowedError(
    `Promise ${promise.metadata.name} is ${whom}. Ask its owner, ${ownerOf(
      promise.metadata.annotations,
    )}.`,
  );
}
