import type { RequestOptions } from 'node:https';
import { KubeConfig, type Cluster, type User } from '@kubernetes/client-node';

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
export class ClusterKubeConfig extends KubeConfig {
  readonly #source: ClusterSource;

  /** @param beginning - as far as it is known before the first request */
  constructor(beginning: ClusterAndUser, source: ClusterSource) {
    super();
    this.#source = source;
    this.#load(beginning);
  }

  /**
   * The cluster with its credential, for one request: nothing that the library keeps
   * for one, such as a token, gets to be used for another.
   */
  async now(): Promise<KubeConfig> {
    let known: ClusterAndUser;
    try {
      known = await this.#source.current();
    } catch (error) {
      const cluster = this.getCurrentCluster();
      if (cluster) this.#load({ cluster, user: { name: cluster.name } });
      throw error;
    }
    this.#load(known);
    const now = new KubeConfig();
    now.loadFromClusterAndUser(allowPlainHttp(known.cluster), known.user);
    return now;
  }

  async applyToFetchOptions(
    options: RequestOptions,
  ): ReturnType<KubeConfig['applyToFetchOptions']> {
    return (await this.now()).applyToFetchOptions(options);
  }

  /** Told when the credential was not accepted. */
  renew() {
    this.#source.renew?.();
  }

  #load({ cluster, user }: ClusterAndUser) {
    this.loadFromClusterAndUser(allowPlainHttp(cluster), user);
  }
}

/**
 * A cluster as the library takes it: it refuses plain HTTP where certificates are to
 * be verified, of which there are none. Whether plain HTTP is wise is for app-config.
 */
export const allowPlainHttp = (cluster: Cluster): Cluster =>
  cluster.server.startsWith('http:')
    ? { ...cluster, skipTLSVerify: true }
    : cluster;
