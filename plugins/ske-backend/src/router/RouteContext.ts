import type {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  CLUSTER_TOKEN_HEADER,
  type ObjectRef,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { Request, Response } from 'express';
import type { Access, ResourceAction, Viewer } from '../access/Access';
import type { Budgets, AtOnce, Rate } from '../access/Budgets';
import { userRefOf } from '../access/userRefOf';
import {
  bearer,
  clusterTokenOf,
  expiryOf,
  type Caller,
} from '../platform/caller';
import type { KubernetesPlatform } from '../platform/KubernetesPlatform';
import type { Platform } from '../platform/Platform';
import type { Requester } from '../requests/Requester';
import { idsOf } from './audit';
import type { PlatformProvider } from '../platform/PlatformProvider';

/** The services that routes use. */
export interface RouterOptions {
  platformProvider: PlatformProvider;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  auditor: AuditorService;
  access: Access;
  budgets: Budgets;
  /** Aborts when the backend is about to end. */
  closing: AbortSignal;
}

/** What a reference names. */
export type ReferencedObject =
  | { kind: 'offering'; offering: Offering }
  | ({ kind: 'resource' } & OfferedResource);

/** The caller of a route, what they may do, and what they have asked for. */
export class RouteContext {
  readonly platformProvider: PlatformProvider;
  readonly access: Access;
  readonly budgets: Budgets;
  readonly closing: AbortSignal;
  readonly #httpAuth: HttpAuthService;

  constructor(options: RouterOptions) {
    this.platformProvider = options.platformProvider;
    this.access = options.access;
    this.budgets = options.budgets;
    this.closing = options.closing;
    this.#httpAuth = options.httpAuth;
  }

  /** @throws AuthenticationError when nobody has signed in. */
  credentials(request: Request): Promise<BackstageCredentials> {
    return this.#httpAuth.credentials(request, { allow: ['user', 'service'] });
  }

  /** Counts one use of a budget by the minute. @throws TooManyRequestsError */
  async spend(request: Request, rate: Rate, size?: number): Promise<void> {
    await this.budgets.spend(await this.credentials(request), rate, size);
  }

  /**
   * Counts what the caller has open, until the answer ends.
   *
   * @throws TooManyRequestsError
   */
  async acquire(
    request: Request,
    response: Response,
    what: AtOnce,
    count?: number,
  ) {
    const credentials = await this.credentials(request);
    const release = this.budgets.acquire(credentials, what, count);
    // They may have left while their credentials were read.
    if (response.closed) release();
    else response.once('close', release);
  }

  /** The platform with the caller's rights. */
  async platform(request: Request): Promise<Platform> {
    return this.platformProvider.forCaller(await this.#caller(request));
  }

  /** The cluster with the caller's own token there, if they have one. */
  async clusterOfPerson(
    request: Request,
  ): Promise<KubernetesPlatform | undefined> {
    const caller = await this.#caller(request);
    return this.platformProvider.auth.kind === 'person' &&
      clusterTokenOf(caller)
      ? this.platformProvider.clusterProvider?.forCaller(caller)
      : undefined;
  }

  /** What the caller may see. */
  async viewer(request: Request): Promise<Viewer> {
    return this.access.viewer(await this.credentials(request));
  }

  /** The caller, as requests and their audit record them. */
  async requester(request: Request): Promise<Requester> {
    const credentials = await this.credentials(request);
    return {
      credentials,
      caller: await this.#caller(request),
      by: userRefOf(credentials),
      audit: { request, meta: idsOf(request) },
    };
  }

  /** When what the caller has signed in with ends, if it does. */
  async expiresAt(request: Request): Promise<Date | undefined> {
    const { expiresAt } = await this.credentials(request);
    if (this.platformProvider.auth.kind === 'own') return expiresAt;
    const cluster = expiryOf(clusterTokenOf(await this.#caller(request)));
    const dates = [expiresAt, cluster].filter(date => date !== undefined);
    return dates.sort((a, b) => a.getTime() - b.getTime())[0];
  }

  /**
   * What a reference names.
   *
   * @throws NotFoundError, NotAllowedError, ServiceUnavailableError
   */
  async findObject(
    platform: Platform,
    ref: ObjectRef,
  ): Promise<ReferencedObject> {
    if (platform.isDefinition(ref)) {
      const offering = await platform.getOffering(ref.name, ref);
      return { kind: 'offering', offering };
    }
    const offering = await platform.offeringOf(ref);
    return { kind: 'resource', offering, resource: await platform.get(ref) };
  }

  /**
   * Whether the caller may do something to an object, by Backstage's
   * permissions.
   *
   * @throws NotAllowedError that names what is lacking.
   */
  async requireAllowed(
    request: Request,
    action: ResourceAction,
    found: ReferencedObject,
  ) {
    const credentials = await this.credentials(request);
    const { offering } = found;
    if (found.kind === 'resource') {
      const { resource } = found;
      const offeredResource = { offering, resource, isThere: true };
      await this.access.requireResource(credentials, action, offeredResource);
      return;
    }
    if (action !== 'read') {
      const word = offering.engine.texts.offering;
      throw new NotAllowedError(
        `${word} ${offering.name}: ${word}s are installed, changed and deleted on the platform, not in Backstage. Ask the platform team.`,
      );
    }
    await this.access.requireOffering(credentials, offering);
  }

  async #caller(request: Request): Promise<Caller> {
    const { principal } = await this.credentials(request);
    return {
      person: userRefOf({ principal }),
      kind:
        (principal as { type?: string }).type === 'service'
          ? 'service'
          : 'person',
      backstageToken: bearer(request.header('authorization')),
      clusterToken: bearer(request.header(CLUSTER_TOKEN_HEADER)),
    };
  }
}
