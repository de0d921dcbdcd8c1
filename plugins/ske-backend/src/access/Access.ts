import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
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
  skeResourcePermissions,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { skePromiseRules, skeResourceRules } from './rules';
import {
  promiseSubjectOf,
  resourceSubjectOf,
  type PromiseSubject,
  type ResourceSubject,
} from './subjects';

/**
 * What somebody may see. Viewers with the same key see the same, and share what
 * is drawn for them.
 */
export interface Viewer {
  key: string;
  seesPromise(promise: Manifest): boolean;
  seesResource(resource: Manifest, promise: string): boolean;
}

/** What may be done to a Resource. */
export type ResourceAction = keyof typeof skeResourcePermissions;

/** Decides by Backstage's permissions, conditions included. */
export class Access {
  readonly #permissions: PermissionsService;

  constructor(permissions: PermissionsService) {
    this.#permissions = permissions;
  }

  /** What the caller may see, decided once for a page or a stream. */
  async viewer(credentials: BackstageCredentials): Promise<Viewer> {
    const [promises, resources] = await this.#permissions.authorizeConditional(
      [
        { permission: skePromiseReadPermission },
        { permission: skeResourcePermissions.read },
      ],
      { credentials },
    );
    return {
      key: JSON.stringify([promises, resources]),
      seesPromise: promise =>
        promiseAllowed(promises, promiseSubjectOf(promise)),
      seesResource: (resource, promise) =>
        resourceAllowed(resources, resourceSubjectOf(resource, promise)),
    };
  }

  /** @throws NotAllowedError that names the permission and whom to ask. */
  async requirePromise(credentials: BackstageCredentials, promise: Manifest) {
    const decision = await this.#decide(credentials, skePromiseReadPermission);
    if (promiseAllowed(decision, promiseSubjectOf(promise))) return;
    throw notAllowed(skePromiseReadPermission, promise);
  }

  /** @throws NotAllowedError that names the permission and whom to ask. */
  async requireResource(
    credentials: BackstageCredentials,
    action: ResourceAction,
    resource: Manifest,
    promise: string,
  ) {
    const permission = skeResourcePermissions[action];
    const decision = await this.#decide(credentials, permission);
    const subject = resourceSubjectOf(resource, promise);
    if (!resourceAllowed(decision, subject)) {
      throw notAllowed(permission, resource);
    }
  }

  async #decide(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
  ): Promise<PolicyDecision> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return decision;
  }
}

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

const promiseAllowed = applying<PromiseSubject>(Object.values(skePromiseRules));
const resourceAllowed = applying<ResourceSubject>(
  Object.values(skeResourceRules),
);
