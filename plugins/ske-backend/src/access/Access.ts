import type {
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  skeCatalogPublishPermission,
  skePlatformReadPermission,
  skePromiseReadPermission,
  skeResourcePermissions,
  wholeGroupRef,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';
import {
  audienceRefusal,
  permissionError,
  offeringRefusal,
  isResourceAllowed,
  resourceRefusal,
} from './refusals';
import { newResourceAttributesOf, offeringAttributesOf } from './attributes';
import { userRefOf } from './userRefOf';

/**
 * What somebody may see. Viewers with the same key may see the same, and share the
 * views that are built for them.
 */
export interface Viewer {
  key: string;
  /**
   * Entity references that they own things through; undefined for a service. Two
   * viewers with the same key may differ in it.
   */
  ownsThrough: string[] | undefined;
  /** Their entity reference; undefined for a service. Viewers with the same key differ in it. */
  person: string | undefined;
  /** Why they may not see an offering; undefined when they may. */
  offeringRefusal(offering: Offering): Error | undefined;
  /** Why they may not see a Resource; undefined when they may. */
  resourceRefusal(offered: OfferedResource): Error | undefined;
}

/** What may be done to a Resource. */
export type ResourceAction = keyof typeof skeResourcePermissions;

/** Decides by Backstage's permissions, conditions included, and by audience. */
export class Access {
  readonly #permissions: PermissionsService;
  readonly #userInfo: UserInfoService;

  constructor(options: {
    permissions: PermissionsService;
    userInfo: UserInfoService;
  }) {
    this.#permissions = options.permissions;
    this.#userInfo = options.userInfo;
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
    const ownershipRefs = await this.#ownershipRefs(credentials);
    const groups = groupsAmong(ownershipRefs);
    return {
      key: JSON.stringify([promises, resources, groups]),
      ownsThrough: ownershipRefs,
      person: userRefOf(credentials),
      offeringRefusal: offering => offeringRefusal(offering, promises, groups),
      resourceRefusal: offered =>
        resourceRefusal({
          ...offered,
          decision: resources,
          permission: skeResourcePermissions.read,
          groups,
        }),
    };
  }

  /** @throws NotAllowedError that names the permission and whom to ask. */
  async requireOffering(credentials: BackstageCredentials, offering: Offering) {
    const decision = await this.#decide(credentials, skePromiseReadPermission);
    const groups = await this.#groupsFor(offering, credentials);
    const refusal = offeringRefusal(offering, decision, groups);
    if (refusal) throw refusal;
  }

  /** @throws NotAllowedError that names the permission and whom to ask. */
  async requireResource(
    credentials: BackstageCredentials,
    action: ResourceAction,
    about: OfferedResource & { isThere: boolean },
  ) {
    const { resource, offering, isThere } = about;
    const permission = skeResourcePermissions[action];
    const decision = await this.#decide(credentials, permission);
    const groups = await this.#groupsFor(offering, credentials);
    const refusal = resourceRefusal({
      decision,
      permission,
      resource,
      offering,
      groups,
      // Anybody can name themselves the owner of a Resource that does not exist yet.
      isThere,
    });
    if (refusal) throw refusal;
  }

  /**
   * The same of many Resources that are there, decided once.
   *
   * @returns tells why the caller may not do it to a Resource; undefined when they may
   */
  async resourceRefusals(
    credentials: BackstageCredentials,
    action: ResourceAction,
  ): Promise<(offered: OfferedResource) => Error | undefined> {
    const permission = skeResourcePermissions[action];
    const decision = await this.#decide(credentials, permission);
    const groups = await this.#groups(credentials);
    return offered =>
      resourceRefusal({ ...offered, decision, permission, groups });
  }

  /**
   * Whether a Resource of an offering may be requested.
   *
   * @param namespace - where; default: it is still to be chosen, so anywhere will do
   * @throws NotAllowedError that names the permission and whom to ask.
   */
  async requireRequest(
    credentials: BackstageCredentials,
    offering: Offering,
    namespace?: string,
  ) {
    const permission = skeResourcePermissions.create;
    const decision = await this.#decide(credentials, permission);
    const subject = { ...newResourceAttributesOf(offering), namespace };
    if (!isResourceAllowed(decision, subject)) {
      throw permissionError(permission, offering.ref, offering.owner);
    }
    await this.#requireAudience(credentials, offering);
  }

  /**
   * The same of many offerings, decided once.
   *
   * @returns tells why a Resource of an offering may not be requested; undefined when it may
   */
  async requestRefusals(
    credentials: BackstageCredentials,
  ): Promise<(offering: Offering) => Error | undefined> {
    const permission = skeResourcePermissions.create;
    const decision = await this.#decide(credentials, permission);
    const groups = await this.#groups(credentials);
    return offering =>
      isResourceAllowed(decision, newResourceAttributesOf(offering))
        ? audienceRefusal(offering, groups)
        : permissionError(permission, offering.ref, offering.owner);
  }

  /**
   * Whether the form of an offering may be filled in, to request a Resource or to
   * change one.
   *
   * @throws NotAllowedError that names the permission and whom to ask.
   */
  async requireForm(credentials: BackstageCredentials, offering: Offering) {
    const { create, update } = skeResourcePermissions;
    const decisions = await this.#permissions.authorizeConditional(
      [{ permission: create }, { permission: update }],
      { credentials },
    );
    const subject = newResourceAttributesOf(offering);
    if (!decisions.some(decision => isResourceAllowed(decision, subject))) {
      throw permissionError(create, offering.ref, offering.owner);
    }
    await this.#requireAudience(credentials, offering);
  }

  /**
   * Requires that somebody is in the group that they name as the owner of a Resource.
   * A service may name any group.
   *
   * @throws NotAllowedError that names the groups to choose from.
   */
  async requireMembership(credentials: BackstageCredentials, owner: string) {
    const groups = await this.#groups(credentials);
    if (!groups || groups.includes(wholeGroupRef(owner))) return;
    throw new NotAllowedError(
      `${owner} is no group that you are in, so it cannot be the owner. ${
        groups.length > 0
          ? `Choose one of ${groups.join(', ')}.`
          : 'Leave the owner out.'
      }`,
    );
  }

  /** The groups that a person is in, in the order of their sign-in; none for a service. */
  async groupsOf(credentials: BackstageCredentials): Promise<string[]> {
    return ((await this.#ownershipRefs(credentials)) ?? []).filter(isGroupRef);
  }

  /** @throws NotAllowedError unless the platform's health may be seen. */
  async requirePlatform(credentials: BackstageCredentials) {
    await this.#requireBasic(credentials, skePlatformReadPermission);
  }

  /** @throws NotAllowedError unless catalog files may be committed. */
  async requirePublishing(credentials: BackstageCredentials) {
    await this.#requireBasic(credentials, skeCatalogPublishPermission);
  }

  async #requireBasic(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ) {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (result === AuthorizeResult.ALLOW) return;
    throw new NotAllowedError(
      `You lack the permission ${permission.name}. Ask whoever looks after Backstage.`,
    );
  }

  async #requireAudience(
    credentials: BackstageCredentials,
    offering: Offering,
  ) {
    const groups = await this.#groupsFor(offering, credentials);
    const refusal = audienceRefusal(offering, groups);
    if (refusal) throw refusal;
  }

  /**
   * The groups of a person. Undefined without reading them where the offering has no
   * audience: then nobody is kept out, and being an owner makes no difference.
   */
  async #groupsFor(offering: Offering, credentials: BackstageCredentials) {
    return offeringAttributesOf(offering).audience && this.#groups(credentials);
  }

  /** The groups of a person; undefined for a service, which no audience limits. */
  async #groups(credentials: BackstageCredentials) {
    return groupsAmong(await this.#ownershipRefs(credentials));
  }

  /**
   * The entity references through which a person owns things
   * (ownershipEntityRefs); undefined for a service, empty when nobody is signed in.
   */
  async #ownershipRefs(
    credentials: BackstageCredentials,
  ): Promise<string[] | undefined> {
    const { type } = credentials.principal as { type?: string };
    if (type === 'service') return undefined;
    if (type !== 'user') return [];
    const info = await this.#userInfo.getUserInfo(credentials);
    return info.ownershipEntityRefs;
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

const groupsAmong = (ownershipRefs: string[] | undefined) =>
  ownershipRefs?.filter(isGroupRef).sort();

const isGroupRef = (ref: string) => ref.startsWith('group:');
