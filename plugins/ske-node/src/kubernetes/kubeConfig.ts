import { existsSync } from 'node:fs';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { KubeConfig, type Cluster } from '@kubernetes/client-node';

/**
 * How people are told apart on a cluster: `own` uses one credential for all;
 * `person` sends each person's own token, so that the cluster's RBAC decides.
 * `tokenProvider` is Backstage's `oidcTokenProvider`, which says what a token is
 * from.
 *
 * @public
 */
export type ClusterAuth =
  | { kind: 'own' }
  | { kind: 'person'; tokenProvider: string | undefined };

/** A way to a platform, and what to call it. @public */
export interface PlatformAccess {
  name: string;
  auth: ClusterAuth;
  /** With Backstage's own credential; absent when app-config gives none. */
  own: KubeConfig | undefined;
  /** Describes where Backstage's own credential is from. */
  source: string;
  /** The same cluster with a person's token. */
  withToken(token: string): KubeConfig;
}

/**
 * Finds the platform's cluster: `ske.kubernetes.platformName` among Backstage's
 * own `kubernetes.clusterLocatorMethods` (type `config`), else in-cluster, else
 * the local kubeconfig. `ske.kubernetes.kubeconfig` names a file, for
 * development.
 *
 * @throws InputError naming the key of app-config that is wrong.
 * @public
 */
export function platformAccessFromConfig(config: Config): PlatformAccess {
  const file = config.getOptionalString('ske.kubernetes.kubeconfig');
  const name = config.getOptionalString('ske.kubernetes.platformName');
  if (file) return fromFile(file, name, config);
  if (name) return fromClusters(config, name);

  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  return ownAccess(
    kubeConfig.getCurrentCluster()?.name ?? 'local',
    kubeConfig,
    'the pod it runs in, or the local kubeconfig',
  );
}

/** A cluster that everybody reaches with Backstage's own credential. */
const ownAccess = (
  name: string,
  kubeConfig: KubeConfig,
  source: string,
): PlatformAccess => ({
  name,
  auth: { kind: 'own' },
  own: kubeConfig,
  source,
  withToken() {
    throw new Error(`Cluster ${name} takes no tokens of people.`);
  },
});

function fromFile(file: string, name: string | undefined, config: Config) {
  const kubeConfig = new KubeConfig();
  try {
    kubeConfig.loadFromFile(file);
  } catch (error) {
    throw new InputError(
      `ske.kubernetes.kubeconfig: cannot read ${file} (${
        (error as Error).message
      }). Name a kubeconfig file.`,
    );
  }
  const context = config.getOptionalString('ske.kubernetes.context');
  if (context) {
    const known = kubeConfig.getContexts().map(c => c.name);
    if (!known.includes(context)) {
      throw new InputError(
        `ske.kubernetes.context: ${file} has no context "${context}". It has: ${
          known.join(', ') || 'none'
        }.`,
      );
    }
    kubeConfig.setCurrentContext(context);
  }
  return ownAccess(
    name ?? kubeConfig.getCurrentCluster()?.name ?? 'local',
    kubeConfig,
    `ske.kubernetes.kubeconfig (${file})`,
  );
}

function fromClusters(config: Config, name: string): PlatformAccess {
  const clusters = (
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? []
  )
    .filter(method => method.getOptionalString('type') === 'config')
    .flatMap(method => method.getOptionalConfigArray('clusters') ?? []);
  const cluster = clusters.find(c => c.getOptionalString('name') === name);
  if (!cluster) {
    const known = clusters.map(c => c.getOptionalString('name')).join(', ');
    throw new InputError(
      `ske.kubernetes.platformName is "${name}", but kubernetes.clusterLocatorMethods has ${
        known ? `only: ${known}` : 'no clusters'
      }. Add the cluster there (type: config), or correct the name.`,
    );
  }
  const provider =
    cluster.getOptionalString('authProvider') ?? 'serviceAccount';
  if (provider !== 'serviceAccount' && provider !== 'oidc') {
    throw new InputError(
      `kubernetes.clusterLocatorMethods: cluster "${name}" has authProvider "${provider}". The platform can be read with serviceAccount (and serviceAccountToken) or oidc.`,
    );
  }
  const endpoint = {
    name,
    server: cluster.getString('url'),
    skipTLSVerify: cluster.getOptionalBoolean('skipTLSVerify') ?? false,
    caData: cluster.getOptionalString('caData'),
    caFile: cluster.getOptionalString('caFile'),
  };
  const withToken = (token: string) => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromOptions({
      clusters: [endpoint],
      users: [{ name, token }],
      contexts: [{ name, cluster: name, user: name }],
      currentContext: name,
    });
    return kubeConfig;
  };
  const token = cluster.getOptionalString('serviceAccountToken');
  const source = `serviceAccountToken of cluster ${name} in kubernetes.clusterLocatorMethods`;
  if (provider === 'serviceAccount') {
    if (token) return ownAccess(name, withToken(token), source);
    return ownAccess(
      name,
      withPodToken(endpoint),
      'the service account of the pod it runs in',
    );
  }
  return {
    name,
    auth: {
      kind: 'person',
      tokenProvider: cluster.getOptionalString('oidcTokenProvider'),
    },
    own: token ? withToken(token) : undefined,
    source: token ? source : 'none',
    withToken,
  };
}

/** Where Kubernetes puts the token of a pod's service account. */
const POD_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** @throws InputError outside a pod, where there is no token. */
function withPodToken(
  endpoint: Omit<Cluster, 'name'> & { name: string },
): KubeConfig {
  const { name } = endpoint;
  if (!existsSync(POD_TOKEN)) {
    throw new InputError(
      `kubernetes.clusterLocatorMethods: cluster "${name}" has authProvider serviceAccount and no serviceAccountToken, and Backstage runs in no pod whose token it could use. Give it a serviceAccountToken.`,
    );
  }
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: [endpoint],
    users: [
      {
        name,
        // Read anew with each request: it rotates.
        authProvider: { name: 'tokenFile', config: { tokenFile: POD_TOKEN } },
      },
    ],
    contexts: [{ name, cluster: name, user: name }],
    currentContext: name,
  });
  return kubeConfig;
}
