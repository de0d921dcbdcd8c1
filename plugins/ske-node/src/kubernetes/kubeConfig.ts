import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { CatalogAccess } from './CatalogAccess';
import { accessOfDetails, kubeConfigOfPod } from './clusterAccess';
import type { LoadStrategies } from './clusterCredentials';
import { clusterNamesOf, findCluster, LOCATORS } from './clusterDetails';
import { KubeConfigAccess, type OtherCluster } from './KubeConfigAccess';
import type { PlatformAccess } from './PlatformAccess';

/**
 * Finds the platform's cluster: `ske.kubernetes.platformName` among the clusters of
 * Backstage's own Kubernetes plugin (`kubernetes.clusterLocatorMethods`), else
 * the local kubeconfig, else in-cluster. `ske.kubernetes.kubeconfig` names a file, for
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
  const context = config.getOptionalString('ske.kubernetes.context');
  if (file) {
    return new KubeConfigAccess(
      { files: [file], context, setting: 'ske.kubernetes.kubeconfig' },
      { name },
    );
  }
  if (name) {
    const strategies = {
      config,
      logger: options.logger ?? SILENT,
      loadStrategies: options.loadStrategies,
    };
    const found = findCluster(config, name);
    return found.kind === 'catalog'
      ? new CatalogAccess(name, found.locator, strategies)
      : accessOfDetails(found.details, strategies);
  }

  return localAccess(context, clusterNamesOf(config));
}

/** As kubectl finds it: `KUBECONFIG`, else `~/.kube/config`, else the pod's own account. */
function localAccess(
  context: string | undefined,
  clusterNames: string[],
): PlatformAccess {
  const named = (process.env.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  if (named.length > 0) {
    return new KubeConfigAccess({
      files: named,
      context,
      setting: 'KUBECONFIG',
    });
  }
  const choices =
    clusterNames.length > 0
      ? ` (${LOCATORS} has: ${clusterNames.join(', ')})`
      : '';
  return new KubeConfigAccess(
    {
      files: [join(homedir(), '.kube', 'config')],
      context,
      setting: `No cluster is named by ske.kubernetes.platformName${choices}, ske.kubernetes.kubeconfig or KUBECONFIG`,
    },
    { other: POD, label: 'the kubeconfig that kubectl takes by default' },
  );
}

const POD: OtherCluster = {
  source: 'the service account of the pod it runs in',
  find() {
    const own = kubeConfigOfPod();
    const cluster = own?.getCurrentCluster();
    const user = own?.getCurrentUser();
    return cluster && user ? { cluster, user } : undefined;
  },
};

/** Where nobody listens. */
const SILENT: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => SILENT,
};
