export interface Config {
  /** SKE: Kratix Promises and Resources in Backstage. */
  ske?: {
    /**
     * How the backend reads and writes. This version supports `kubernetes`.
     * Default: kubernetes.
     */
    mode?: 'kubernetes';
    kubernetes?: {
      /**
       * Name of a cluster under kubernetes.clusterLocatorMethods (type config).
       * Absent: the pod's own cluster, else the local kubeconfig.
       */
      platformName?: string;
      /** A kubeconfig file to use instead; for development. */
      kubeconfig?: string;
      /** Context of that kubeconfig; default: its current one. */
      context?: string;
    };
    /** How often each person may ask in a minute, in each replica. */
    rateLimit?: {
      /** Deletions, retries, pauses, upgrades. Default: 60. */
      writes?: number;
      /** Logs. Default: 240. */
      logs?: number;
    };
    discovery?: {
      /**
       * Whether Promises and Resources become catalog entities directly.
       * Turn it off where the backstage-controller writes them. Default: true.
       */
      enabled?: boolean;
    };
  };
}
