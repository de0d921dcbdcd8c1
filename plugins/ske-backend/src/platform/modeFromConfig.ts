import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  platformAccessFromConfig,
  scmTargetFromConfig,
} from '@syntasso/plugin-ske-node';
import type { SkeConfig } from '../config/skeConfig';
import type { ClusterEngine } from '../live/ClusterEngine';
import { ControllerBindings } from '../live/controller/ControllerBindings';
import { ClusterProvider } from './ClusterProvider';
import { ResourceFiles } from './git/ResourceFiles';
import { RequestsRepository } from './git/RequestsRepository';
import type { PlatformMode } from './PlatformProvider';

/**
 * What `ske.mode` needs.
 *
 * @throws InputError naming the key of app-config that is wrong, and the remedy.
 */
export function modeFromConfig(
  config: Config,
  skeConfig: SkeConfig,
  engines: readonly ClusterEngine[],
  logger?: LoggerService,
): PlatformMode {
  const {
    mode: kind = 'kubernetes',
    kubernetes,
    atOnce,
    diagnosis,
    controller,
  } = skeConfig;
  const clusterProvider = () =>
    new ClusterProvider(platformAccessFromConfig(config, { logger }), {
      writes: kind === 'kubernetes' ? 'cluster' : 'repository',
      engines,
      mostTokens: atOnce?.clusterTokens,
      namespaces: kubernetes?.namespaces,
      errorLines: diagnosis?.errorLines,
      controller: controller && new ControllerBindings(controller, { logger }),
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
    default:
      return {
        kind,
        // Without a configured cluster, that of Backstage's own Pod is not taken: it may
        // not be the platform.
        clusterProvider: kubernetes ? clusterProvider() : undefined,
        repository: repository(config),
      };
  }
}

const repository = (config: Config) =>
  new RequestsRepository(new ResourceFiles(scmTargetFromConfig(config)));
