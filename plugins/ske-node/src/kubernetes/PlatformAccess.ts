import type { KubeConfig } from '@kubernetes/client-node';

/**
 * How people are told apart on a cluster: `own` uses one credential for all;
 * `person` sends each person's own token, so that the cluster's RBAC decides.
 * `tokenProvider` is Backstage's `oidcTokenProvider`, which says what a token is
 * from; with `authProvider` it is from that one instead.
 *
 * @public
 */
export type ClusterAuth =
  | { kind: 'own' }
  | {
      kind: 'person';
      tokenProvider: string | undefined;
      authProvider?: 'google' | 'aks';
    };

/** An entity of the catalog, as far as it tells of a cluster. @public */
export interface ClusterEntity {
  metadata: { name: string; annotations?: Record<string, string> };
}

/** Finds the Resources of type `kubernetes-cluster` that have a name. @public */
export type FindClusterEntities = (name: string) => Promise<ClusterEntity[]>;

/** A way to a platform, and what to call it. @public */
export interface PlatformAccess {
  readonly name: string;
  readonly auth: ClusterAuth;
  /** With Backstage's own credential; absent when app-config gives none. */
  readonly own: KubeConfig | undefined;
  /** Describes where Backstage's own credential is from. */
  readonly source: string;
  /** Where app-config says something that is not done: what, and what is done instead. */
  readonly notes?: string[];
  /** The same cluster with a person's token. */
  withToken(token: string): KubeConfig;
  /** Takes the catalog to look in, where the cluster is to be found there. */
  useCatalog?(find: FindClusterEntities): void;
  /**
   * Resolves when it is known how the cluster is reached.
   *
   * @throws ServiceUnavailableError as long as the catalog does not have it.
   */
  locate?(): Promise<void>;
}
