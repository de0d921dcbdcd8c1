import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  platformAccessFromConfig,
  scmTargetFromConfig,
} from '@syntasso/plugin-ske-node';
import { limitsOf } from '../access/Budgets';
import type { ClusterEngine } from '../live/ClusterEngine';
import { ClusterProvider } from './ClusterProvider';
import { errorLinesFromConfig } from './errorLinesFromConfig';
import { ResourceFiles } from './git/ResourceFiles';
import { RequestsRepository } from './git/RequestsRepository';
import type { PlatformMode } from './PlatformProvider';

const MODES = ['kubernetes', 'gitops', 'hybrid'] as const;

/**
 * Reads `ske.mode` and what it needs.
 *
 * @throws InputError naming the key of app-config that is wrong, and the remedy.
 */
export function modeFromConfig(
  config: Config,
  engines: readonly ClusterEngine[],
  logger?: LoggerService,
): PlatformMode {
  const configuredMode = config.getOptionalString('ske.mode') ?? 'kubernetes';
  const kind = MODES.find(mode => mode === configuredMode);
  const clusterProvider = () =>
    new ClusterProvider(platformAccessFromConfig(config, { logger }), {
      writes: kind === 'kubernetes' ? 'cluster' : 'repository',
      engines,
      mostTokens: limitsOf(config, 'atOnce', ['clusterTokens']).clusterTokens,
      namespaces: config.getOptionalStringArray('ske.kubernetes.namespaces'),
      errorLines: errorLinesFromConfig(config),
      logger,
    });
  switch (kind) {
    case 'kubernetes':
      return { kind, clusterProvider: clusterProvider() };
    case 'hybrid':
      return {
        kind,
        clusterProvider: clusterProvider(),
        repository: repository(config),
      };
    case 'gitops':
      return {
        kind,
        // Without a configured cluster, that of Backstage's own Pod is not taken: it may
        // not be the platform.
        clusterProvider: config.has('ske.kubernetes')
          ? clusterProvider()
          : undefined,
        repository: repository(config),
      };
    default:
      throw new InputError(
        `ske.mode is "${configuredMode}". It is one of ${MODES.join(', ')}.`,
      );
  }
}

const repository = (config: Config) =>
  new RequestsRepository(new ResourceFiles(scmTargetFromConfig(config)));
