import { createHash } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import type { ErrorLineRule } from '@syntasso/plugin-ske-common';
import {
  KubernetesClient,
  type FindClusterEntities,
  type PlatformAccess,
} from '@syntasso/plugin-ske-node';
import { TooManyRequestsError } from '../access/TooManyRequestsError';
import { CatalogEntities } from '../entities/CatalogEntities';
import type { ControllerBindings } from '../live/controller/ControllerBindings';
import type { ClusterEngine } from '../live/ClusterEngine';
import type { WriteTarget } from '../live/ClusterWatches';
import { clusterTokenOf, type Caller } from './caller';
import { ClusterReach } from './ClusterReach';
import { KubernetesPlatform } from './KubernetesPlatform';

/** Each sign-in may make a new one; a person at work does not need more. */
const MOST_TOKENS = 10;

const TOKENS_RETRY_S = 10;
/** How long a person's watches stay after they were last used. */
const IDLE_MS = 10 * 60_000;

/**
 * The cluster as each caller may see it. With one credential for all, everybody
 * shares its watches. With each person's own token, watches are shared only between
 * requests with the same token.
 */
export class ClusterProvider {
  readonly name: string;
  /** What to say at start of what app-config says and is not done. */
  readonly notes: string[];
  /** The controller that keeps catalog entities, if app-config has its address. */
  readonly controller: ControllerBindings | undefined;
  readonly #own: KubernetesPlatform | undefined;
  readonly #reach: ClusterReach | undefined;
  readonly #access: PlatformAccess;
  readonly #writes: WriteTarget;
  readonly #entities = new CatalogEntities();
  readonly #engines: readonly ClusterEngine[] | undefined;
  readonly #errorLines: readonly ErrorLineRule[] | undefined;
  readonly #mostTokens: number;
  readonly #byToken = new Map<
    string,
    { platform: KubernetesPlatform; usedAt: number; person: string }
  >();

  /**
   * @param options.writes - where changes of Resources go; default: the cluster
   * @param options.engines - default: Kratix
   * @param options.mostTokens - that each person may have at once
   * @param options.namespaces - that Backstage's own credential may read
   * @param options.errorLines - rules of the platform team; default: none
   * @param options.controller - that keeps catalog entities; default: none is asked
   * @param options.logger - told when the cluster cannot be reached; default: nobody
   */
  constructor(
    access: PlatformAccess,
    options: {
      writes?: WriteTarget;
      engines?: readonly ClusterEngine[];
      mostTokens?: number;
      namespaces?: string[];
      errorLines?: readonly ErrorLineRule[];
      controller?: ControllerBindings;
      logger?: LoggerService;
    } = {},
  ) {
    this.#engines = options.engines;
    this.#errorLines = options.errorLines;
    this.#mostTokens = options.mostTokens ?? MOST_TOKENS;
    this.#access = access;
    this.#writes = options.writes ?? 'cluster';
    this.name = access.name;
    this.controller = options.controller;
    this.notes = access.notes ?? [];
    this.#own =
      access.own &&
      new KubernetesPlatform({
        name: access.name,
        client: new KubernetesClient(access.own),
        engines: options.engines,
        writes: options.writes,
        namespaces: options.namespaces,
        errorLines: options.errorLines,
        entities: this.#entities,
        controller: options.controller,
      });
    this.#reach =
      this.#own && options.logger
        ? new ClusterReach(this.#own.client, {
            name: this.name,
            logger: options.logger,
            notes: this.notes,
          })
        : undefined;
  }

  /** How people are told apart; of a cluster in the catalog, as far as it is known. */
  get auth(): PlatformAccess['auth'] {
    return this.#access.auth;
  }

  /** Describes where Backstage's own credential is from. */
  get source(): string {
    return this.#access.source;
  }

  /** With Backstage's own credential, if app-config gives it one. */
  get own(): KubernetesPlatform | undefined {
    return this.#access.own && this.#own;
  }

  /** Takes the catalog to look in, where the cluster is to be found there. */
  useCatalog(find: FindClusterEntities) {
    this.#access.useCatalog?.(find);
  }

  /** @throws ServiceUnavailableError as long as the catalog does not have the cluster. */
  async locate() {
    await this.#access.locate?.();
  }

  /**
   * Whether the cluster answers to Backstage's own credential; the log has the reason once
   * where it does not. Never rejects.
   */
  async checkReach(): Promise<boolean> {
    return this.#reach ? this.#reach.check() : true;
  }

  /** How many people's tokens have watches now. */
  get people(): number {
    return this.#byToken.size;
  }

  /**
   * The platform with the caller's rights.
   *
   * @throws AuthenticationError when the cluster wants the person's own token
   * and the caller has brought none; TooManyRequestsError when they have brought
   * too many.
   */
  forCaller(caller: Caller): KubernetesPlatform {
    if (this.auth.kind === 'own' && this.own) return this.own;
    const token = clusterTokenOf(caller);
    if (token !== undefined) return this.#withToken(token, caller.person ?? '');
    if (caller.kind === 'service' && this.own) return this.own;
    throw new AuthenticationError(
      `Platform ${this.name} decides by your own account there (authProvider: ${
        (this.auth.kind === 'person' && this.auth.authProvider) || 'oidc'
      }), and your sign-in brought no token for it. Sign out and in again; if that does not help, the sign-in resolver has to put the token into the claim "tok" (docs/permissions.md).`,
    );
  }

  stop() {
    this.#reach?.stop();
    this.controller?.stop();
    this.#own?.stop();
    this.#byToken.forEach(({ platform }) => platform.stop());
    this.#byToken.clear();
  }

  #withToken(token: string, person: string): KubernetesPlatform {
    const now = Date.now();
    for (const [key, { platform, usedAt }] of this.#byToken) {
      if (now - usedAt < IDLE_MS || platform.live.hasListeners) continue;
      platform.stop();
      this.#byToken.delete(key);
    }
    // The token itself is only in its client.
    const key = createHash('sha256').update(token).digest('base64');
    const cached = this.#byToken.get(key);
    if (cached) {
      cached.usedAt = now;
      return cached.platform;
    }
    this.#makeRoom(person);
    const platform = new KubernetesPlatform({
      name: this.name,
      client: new KubernetesClient(this.#access.withToken(token)),
      engines: this.#engines,
      writes: this.#writes,
      errorLines: this.#errorLines,
      entities: this.#entities,
      controller: this.controller,
      forgetWhenDenied: true,
    });
    this.#byToken.set(key, { platform, usedAt: now, person });
    return platform;
  }

  /** Drops a person's oldest token without an open page, if they have too many tokens. */
  #makeRoom(person: string) {
    const tokensOfPerson = [...this.#byToken]
      .filter(([, entry]) => entry.person === person)
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (tokensOfPerson.length < this.#mostTokens) return;
    const idle = tokensOfPerson.find(
      ([, { platform }]) => !platform.live.hasListeners,
    );
    if (!idle) {
      throw new TooManyRequestsError(
        `You look at platform ${this.name} with ${
          tokensOfPerson.length
        } tokens at once, and ${
          this.#mostTokens
        } is the most (ske.atOnce.clusterTokens). Close what you do not need.`,
        TOKENS_RETRY_S,
      );
    }
    idle[1].platform.stop();
    this.#byToken.delete(idle[0]);
  }
}
