import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';

/** A way to a platform, and what to call it. @public */
export interface PlatformAccess {
  name: string;
  kubeConfig: KubeConfig;
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
  return {
    name: kubeConfig.getCurrentCluster()?.name ?? 'local',
    kubeConfig,
  };
}

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
  return {
    name: name ?? kubeConfig.getCurrentCluster()?.name ?? 'local',
    kubeConfig,
  };
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
  const auth = cluster.getOptionalString('authProvider') ?? 'serviceAccount';
  if (auth !== 'serviceAccount') {
    throw new InputError(
      `kubernetes.clusterLocatorMethods: cluster "${name}" has authProvider "${auth}"; this version reads the platform with serviceAccount. Set authProvider: serviceAccount and serviceAccountToken.`,
    );
  }
  const caFile = cluster.getOptionalString('caFile');
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: [
      {
        name,
        server: cluster.getString('url'),
        skipTLSVerify: cluster.getOptionalBoolean('skipTLSVerify') ?? false,
        caData: cluster.getOptionalString('caData'),
        caFile,
      },
    ],
    users: [{ name, token: cluster.getOptionalString('serviceAccountToken') }],
    contexts: [{ name, cluster: name, user: name }],
    currentContext: name,
  });
  return { name, kubeConfig };
}
