import type { RequestOptions } from 'node:https';
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';
import { loadKubernetesLibrary, newKubeConfig } from './kubernetesLibrary';

/** A cluster, and who asks it. */
export interface ClusterAndUser {
  cluster: Cluster;
  user: User;
}

/** Says how a cluster is reached now; called before each request. */
export interface ClusterSource {
  /** @throws ServiceUnavailableError that says what is missing. */
  current(): Promise<ClusterAndUser>;
  /** Forgets a credential that was not accepted, where it can be had anew. */
  renew?(): void;
}

/**
 * A kubeconfig that is made anew for each request: tokens rotate in app-config, cloud
 * providers give them for minutes, and the catalog may tell of a cluster only later.
 */
export interface ClusterKubeConfig extends KubeConfig {
  /**
   * The cluster with its credential, for one request: nothing that the library keeps
   * for one, such as a token, gets to be used for another.
   */
  now(): Promise<KubeConfig>;
  /** Told when the credential was not accepted. */
  renew(): void;
}

type ClusterKubeConfigClass = new (
  beginning: ClusterAndUser,
  source: ClusterSource,
) => ClusterKubeConfig;
let DefinedClass: ClusterKubeConfigClass | undefined;

/** @param beginning - as far as it is known before the first request */
export function newClusterKubeConfig(
  beginning: ClusterAndUser,
  source: ClusterSource,
): ClusterKubeConfig {
  DefinedClass ??= defineClass();
  return new DefinedClass(beginning, source);
}

/** Tells it from a kubeconfig of the library itself. */
export const isClusterKubeConfig = (
  kubeConfig: KubeConfig,
): kubeConfig is ClusterKubeConfig =>
  DefinedClass !== undefined && kubeConfig instanceof DefinedClass;

/** Extends a class of the library, which is loaded for it. */
function defineClass(): ClusterKubeConfigClass {
  const library = loadKubernetesLibrary();
  return class extends library.KubeConfig {
    readonly #source: ClusterSource;

    constructor(beginning: ClusterAndUser, source: ClusterSource) {
      super();
      this.#source = source;
      this.#load(beginning);
    }

    async now(): Promise<KubeConfig> {
      let current: ClusterAndUser;
      try {
        current = await this.#source.current();
      } catch (error) {
        const cluster = this.getCurrentCluster();
        if (cluster) this.#load({ cluster, user: { name: cluster.name } });
        throw error;
      }
      this.#load(current);
      const now = newKubeConfig();
      now.loadFromClusterAndUser(allowPlainHttp(current.cluster), current.user);
      return now;
    }

    async applyToFetchOptions(
      options: RequestOptions,
    ): ReturnType<KubeConfig['applyToFetchOptions']> {
      return (await this.now()).applyToFetchOptions(options);
    }

    renew() {
      this.#source.renew?.();
    }

    #load({ cluster, user }: ClusterAndUser) {
      this.loadFromClusterAndUser(allowPlainHttp(cluster), user);
    }
  };
}

/**
 * A cluster as the library takes it: it refuses plain HTTP where certificates are to
 * be verified, of which there are none. Whether plain HTTP is wise is for app-config.
 */
export const allowPlainHttp = (cluster: Cluster): Cluster =>
  cluster.server.startsWith('http:')
    ? { ...cluster, skipTLSVerify: true }
    : cluster;
