import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  platformAccessFromConfig,
  scmTargetFromConfig,
} from '@syntasso/plugin-ske-node';
import { limitsOf } from '../access/Budgets';
import type { ClusterEngine } from '../live/ClusterEngine';
import { Clusters } from './Clusters';
import { ResourceFiles } from './git/ResourceFiles';
import { RequestsRepository } from './git/RequestsRepository';
import type { PlatformMode } from './Platforms';

const MODES = ['kubernetes', 'gitops', 'hybrid'] as const;

/**
 * Reads `ske.mode` and what it needs.
 *
 * @throws InputError naming the key of app-config that is wrong, and the remedy.
 */
export function modeFromConfig(
  config: Config,
  engines: readonly ClusterEngine[],
): PlatformMode {
  const given = config.getOptionalString('ske.mode') ?? 'kubernetes';
  const kind = MODES.find(mode => mode === given);
  const clusters = () =>
    new Clusters(
      platformAccessFromConfig(config),
      kind === 'kubernetes' ? 'cluster' : 'repository',
      {
        engines,
        mostTokens: limitsOf(config, 'atOnce', ['clusterTokens']).clusterTokens,
        namespaces: config.getOptionalStringArray('ske.kubernetes.namespaces'),
      },
    );
  switch (kind) {
    case 'kubernetes':
      return { kind, clusters: clusters() };
    case 'hybrid':
      return { kind, clusters: clusters(), repository: repository(config) };
    case 'gitops':
      return {
        kind,
        // None is guessed: Backstage may run in one that is not the platform.
        clusters: config.has('ske.kubernetes') ? clusters() : undefined,
        repository: repository(config),
      };
    default:
      throw new InputError(
        `ske.mode is "${given}". It is one of ${MODES.join(', ')}.`,
      );
  }
}

const repository = (config: Config) =>
  new RequestsRepository(new ResourceFiles(scmTargetFromConfig(config)));
