export interface Config {
  /** SKE: Kratix Promises and Resources in Backstage. */
  ske?: {
    /**
     * How the backend reads and writes: `kubernetes` does both through the
     * Kubernetes API, `gitops` both through a Git repository, `hybrid` reads
     * from Kubernetes and writes to Git. In both Git modes, running a workflow
     * again, releasing a suspended one, upgrading and previews still write to the
     * cluster, if there is one.
     * Default: kubernetes.
     */
    mode?: 'kubernetes' | 'gitops' | 'hybrid';
    /**
     * The platform's cluster. In mode gitops, if given, its Promises, the
     * status of Resources and what hangs below them are read from it.
     */
    kubernetes?: {
      /**
       * Name of a cluster under kubernetes.clusterLocatorMethods (type config,
       * catalog or localKubectlProxy), as for Backstage's Kubernetes plugin.
       * Absent: the cluster of KUBECONFIG, else of ~/.kube/config, else the pod's own.
       */
      platformName?: string;
      /**
       * Namespaces that Backstage's account may look into, where that is not all
       * (see examples/rbac/one-namespace.yaml).
       */
      namespaces?: string[];
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
    /**
     * The controller of this project that keeps catalog entities. With it pages of
     * Promises also say when that was last done, and what went wrong last; without it they
     * say what the Promise says itself.
     */
    controller?: {
      /**
       * Its address, with the path that a proxy puts before its own, such as
       * http://backstage-controller.kratix-platform-system:8080.
       */
      url: string;
      /**
       * Sent as `Authorization: Bearer`, for a proxy that asks for it.
       *
       * @visibility secret
       */
      token?: string;
      /**
       * PEM file with the authorities that its certificate may be from. Default: those of
       * Node.js.
       */
      caFile?: string;
    };
    /** What submitting a generated Template does. */
    delivery?: {
      /**
       * `push` sends the request (as `mode` says), `pull-request` proposes it in
       * a repository. A Promise's annotation ske.backstage.template/delivery
       * comes first. Default: push.
       */
      type?: 'push' | 'pull-request';
      /**
       * Repository that the form begins with, as the scaffolder's RepoUrlPicker
       * writes it: host?owner=organisation&repo=name.
       */
      requestsRepoUrl?: string;
      /** Branch that pull requests are for. Default: main. */
      targetBranch?: string;
      /**
       * Repositories that requests and catalog files may go to, besides
       * ske.scm.repoUrl, requestsRepoUrl and those that a Promise names by its
       * annotation kratix.io/requests-repo-url: host/owner/name, where `*` stands
       * for one part between slashes, and at the end for everything that follows. The
       * host is one of `integrations`.
       */
      repositories?: string[];
      /** Branches that they may be for, besides targetBranch and ske.scm.branch. */
      targetBranches?: string[];
    };
    /**
     * Which catalog entities count as Promises where there is no cluster to ask (mode
     * gitops without ske.kubernetes), besides those of our own entity providers.
     */
    offerings?: {
      /**
       * Locations whose Components stand for Promises, such as the one that the
       * backstage-controller writes: url:https://host/org/repo/… A `*` at the end
       * stands for any end.
       */
      locations?: string[];
      /** Kinds that any Component may offer, whatever its location. */
      kinds?: {
        group: string;
        kind: string;
      }[];
    };
    /** What a request may say beside its spec. */
    requests?: {
      /**
       * Keys of labels that a request may set; a `*` at the end stands for any
       * end. Always: keys without a prefix, app.kubernetes.io/*, and the labels
       * that keep a Resource out of the catalog.
       */
      labels?: string[];
      /**
       * The same for annotations. Always: keys without a prefix, and
       * ske.backstage.component/* and kratix.io/requests-repo-url. Never:
       * ske.backstage.resource/requestedBy, which the backend sets.
       */
      annotations?: string[];
    };
    /** How the causes of failures are found. */
    diagnosis?: {
      /**
       * Finds the line in the log of a pipeline that says why it failed. The first rule
       * that matches decides; without one, the last line that sounds like an error.
       */
      errorLines?: {
        /**
         * Regular expression (RE2) for a line without its time and level; the first
         * 200 characters of it count.
         */
        pattern: string;
        /** What to say instead of the line; `$1` to `$9` are groups of the pattern. */
        message?: string;
      }[];
    };
    /** Requests that are under way, and their history. */
    pendingRequests?: {
      /**
       * How often requests under way and open pull requests are checked, in seconds.
       * Default: 60.
       */
      refreshSeconds?: number;
      /**
       * How often closed pull requests are checked for being opened again, in
       * seconds. Default: 900.
       */
      sweepSeconds?: number;
      /**
       * Days for which a finished request, with the person who made it, is kept.
       * Default: 90.
       */
      historyDays?: number;
      /**
       * People (entity references) whose names are erased from the requests: at each
       * start, and within six hours.
       */
      forget?: string[];
    };
    /**
     * Whether GET /api/ske/resource?raw=true gives objects with their secrets, to
     * whoever has the permission ske.resource.read-raw. Default: false.
     */
    allowRawReads?: boolean;
    /** How often each person may ask in a minute, in each replica. */
    rateLimit?: {
      /** All GET requests, those below included. Default: 1200. */
      reads?: number;
      /**
       * Requests, changes, deletions, retries, pauses, upgrades: by pages,
       * Templates and agents together. Default: 60.
       */
      writes?: number;
      /**
       * Dry runs; one more for each 20 000 characters of the manifest.
       * Default: 240.
       */
      dryRuns?: number;
      /** Previews of what a request would write: each runs its pipelines. Default: 10. */
      previews?: number;
      /**
       * Manifests that are read, in Templates and by agents; one more for each
       * 20 000 characters. Default: 480.
       */
      manifests?: number;
      /**
       * Access checks, of one object or of the rows of a list at once; of a list one more
       * for each 10 Resources. Default: 240.
       */
      access?: number;
      /** Values to choose from in a form. Default: 240. */
      options?: number;
      /** Logs. Default: 240. */
      logs?: number;
      /** Requests to connect to the platform again at once. Default: 20. */
      reconnects?: number;
    };
    /** How much each person may have at once, in each replica. */
    atOnce?: {
      /** Open pages: each has one stream. Default: 50. */
      streams?: number;
      /** Promises and Resources that these pages show. Default: 500. */
      subjects?: number;
      /**
       * Lists of a Promise's Resources, of those pages: each order, filter and
       * search is one. Default: 30.
       */
      lists?: number;
      /** Logs that are followed. Default: 20. */
      logs?: number;
      /** Previews that run. Default: 2. */
      previews?: number;
      /** Tokens for the cluster (authProvider oidc). Default: 10. */
      clusterTokens?: number;
    };
    /** Of the feature `waitForDatabase`, where the backend adds it. */
    waitForDatabase?: {
      /**
       * How long the start waits for PostgreSQL to answer, before it fails. It fails at once
       * where PostgreSQL does not accept user or password. Default: 300.
       */
      atMostSeconds?: number;
    };
    search?: {
      /**
       * Whether the rest of the catalog is made found from here, too, without Promises,
       * Resources and the Templates that request them, each of which search finds once.
       * Then the backend does without @backstage/plugin-search-backend-module-catalog,
       * which would make these found a second time. Default: false.
       */
      wholeCatalog?: boolean;
    };
    discovery?: {
      /**
       * Whether Promises and Resources become catalog entities directly.
       * Turn it off where the backstage-controller writes them. Default: true.
       */
      enabled?: boolean;
      /**
       * Which Promises become entities, and with them their Resources: `all`, or
       * `labelled`, which is those with the label kratix.io/backstage: "true". The label
       * with the value "false" keeps a Promise or a Resource out in any case.
       * Default: all.
       */
      promises?: 'all' | 'labelled';
      /**
       * Whether Promises get Templates, by which people request Resources, beside their
       * Components. Default: true.
       */
      templates?: boolean;
      /**
       * Whether the default owner, group:default/kratix-platform, is published as a Group
       * while something belongs to it and nothing else publishes a Group of this name,
       * whatever `enabled` says. Default: true.
       */
      ownerGroup?: boolean;
      /**
       * Keys of labels that entities have from their objects, beside those without a prefix
       * and those of app.kubernetes.io: such as example.org/team, or example.org/* for all
       * with this prefix. A customisation or an annotation replaces the list. Default: none.
       */
      labels?: string[];
    };
    /**
     * Where people ask the platform team for help. Pages read it; a wrong value stops the
     * backend, so that it is found at once.
     */
    help?: {
      /**
       * An e-mail address.
       *
       * @visibility frontend
       */
      email?: string;
      /**
       * Address of a form, with placeholders such as {title} and {text}.
       *
       * @visibility frontend
       */
      url?: string;
      /**
       * Address of a chat.
       *
       * @visibility frontend
       */
      chat?: string;
    };
  };
  /** Of Backstage's Kubernetes plugin, which need not be installed. */
  kubernetes?: {
    clusterLocatorMethods?: {
      clusters?: {
        /**
         * Token of the service account that Backstage is on the cluster.
         *
         * @visibility secret
         */
        serviceAccountToken?: string;
      }[];
    }[];
  };
}
