import type { PlatformAccess } from '@syntasso/plugin-ske-node';
import type { PublishedListener } from '../entities/CatalogEntities';
import type { Caller } from './caller';
import type { ClusterProvider } from './ClusterProvider';
import { GitPlatform } from './git/GitPlatform';
import type { CatalogOfferings } from './git/CatalogOfferings';
import type { RequestsRepository } from './git/RequestsRepository';
import type { KubernetesPlatform } from './KubernetesPlatform';
import type { Platform } from './Platform';

/** How the backend reads and writes (`ske.mode`). */
export type PlatformMode =
  | { kind: 'kubernetes'; clusterProvider: ClusterProvider }
  | {
      kind: 'gitops';
      /** Pages and offerings are read from it; absent where there is none. */
      clusterProvider: ClusterProvider | undefined;
      repository: RequestsRepository;
    }
  | {
      kind: 'hybrid';
      clusterProvider: ClusterProvider;
      repository: RequestsRepository;
    };

/** What the platform is called: its cluster's name, else its repository's. */
export const platformNameOf = (mode: PlatformMode): string =>
  mode.kind === 'gitops'
    ? mode.clusterProvider?.name ?? mode.repository.name
    : mode.clusterProvider.name;

/** The platform as each caller has it, in any mode. */
export class PlatformProvider {
  readonly mode: PlatformMode;
  readonly #offerings: CatalogOfferings;

  constructor(mode: PlatformMode, offerings: CatalogOfferings) {
    this.mode = mode;
    this.#offerings = offerings;
  }

  get name(): string {
    return platformNameOf(this.mode);
  }

  /** The cluster, where there is one. */
  get clusterProvider(): ClusterProvider | undefined {
    return this.mode.clusterProvider;
  }

  /** The cluster with Backstage's own credential, if app-config gives it one. */
  get own(): KubernetesPlatform | undefined {
    return this.clusterProvider?.own;
  }

  /** Calls the listener after each update that direct discovery has published. */
  onDiscovery(listener: PublishedListener): () => void {
    return this.own?.live.entities.onPublished(listener) ?? (() => {});
  }

  /** The repository that requests go to, in the Git modes. */
  get repository(): RequestsRepository | undefined {
    return this.mode.kind === 'kubernetes' ? undefined : this.mode.repository;
  }

  /** Whether the cluster wants each person's own token. */
  get auth(): PlatformAccess['auth'] {
    return this.clusterProvider?.auth ?? { kind: 'own' };
  }

  /**
   * The platform with the caller's rights.
   *
   * @throws AuthenticationError when the cluster wants the person's own token
   * and the caller has brought none.
   */
  forCaller(caller: Caller): Platform {
    if (this.mode.kind === 'kubernetes')
      return this.mode.clusterProvider.forCaller(caller);
    const cluster = this.mode.clusterProvider?.forCaller(caller);
    return new GitPlatform({
      name: this.name,
      repository: this.mode.repository,
      offerings: this.#offerings,
      cluster,
      reads: this.mode.kind === 'hybrid' ? 'cluster' : 'repository',
    });
  }
}
