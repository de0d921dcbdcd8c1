import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';
import { CatalogAccess } from './CatalogAccess';
import { accessOfDetails } from './clusterAccess';
import type { LoadStrategies } from './clusterCredentials';
import { findCluster } from './clusterDetails';
import type { PlatformAccess } from './PlatformAccess';

/**
 * Finds the platform's cluster: `ske.kubernetes.platformName` among the clusters of
 * Backstage's own Kubernetes plugin (`kubernetes.clusterLocatorMethods`), else
 * in-cluster, else the local kubeconfig. `ske.kubernetes.kubeconfig` names a file, for
 * development.
 *
 * @param options.logger - told of what Backstage's authentication strategies log
 * @param options.loadStrategies - loads them; default: from Backstage's Kubernetes plugin
 * @throws InputError naming the key of app-config that is wrong.
 * @public
 */
export function platformAccessFromConfig(
  config: Config,
  options: { logger?: LoggerService; loadStrategies?: LoadStrategies } = {},
): PlatformAccess {
  const file = config.getOptionalString('ske.kubernetes.kubeconfig');
  const name = config.getOptionalString('ske.kubernetes.platformName');
  if (file) return fromFile(file, name, config);
  if (name) {
    const context = {
      config,
      logger: options.logger ?? SILENT,
      loadStrategies: options.loadStrategies,
    };
    const found = findCluster(config, name);
    return found.kind === 'catalog'
      ? new CatalogAccess(name, found.locator, context)
      : accessOfDetails(found.details, context);
  }

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

/** Where nobody listens. */
const SILENT: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => SILENT,
};
