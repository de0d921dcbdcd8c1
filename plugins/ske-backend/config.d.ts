export interface Config {
  /** SKE: Kratix Promises and Resources in Backstage. */
  ske?: {
    /**
     * How the backend reads and writes: `kubernetes` does both through the
     * Kubernetes API, `gitops` both through a Git repository, `hybrid` reads
     * from Kubernetes and writes to Git. Default: kubernetes.
     */
    mode?: 'kubernetes' | 'gitops' | 'hybrid';
    /** The platform's cluster; in mode gitops only its status is read, if given. */
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
    /** The repository that requests go to; needed in the modes gitops and hybrid. */
    scm?: {
      /** HTTPS address, for example https://github.com/org/requests. */
      repoUrl?: string;
      /**
       * Token or password that may push. Absent: the GitHub App, token or user
       * that `integrations` has for the host.
       *
       * @visibility secret
       */
      token?: string;
      /** Which host the token is of: tells the user name that goes with it. */
      type?: 'github' | 'gitlab';
      /** User name that goes with the token, on other hosts. */
      username?: string;
      /** Folder in the repository that requests are in. Default: all of it. */
      path?: string;
      /** Branch that is read and written. Default: main. */
      branch?: string;
      /** Who commits. Default: SKE, ske@backstage.io. */
      defaultAuthor?: {
        name?: string;
        email?: string;
      };
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
