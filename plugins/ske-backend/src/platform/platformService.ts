import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  type AuthService,
} from '@backstage/backend-plugin-api';
import {
  catalogServiceRef,
  type CatalogService,
} from '@backstage/plugin-catalog-node';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { skeConfigServiceRef } from '../config/skeConfigService';
import type { ClusterEngine } from '../live/ClusterEngine';
import { CatalogOfferings } from './git/CatalogOfferings';
import { trustedOfferingsFromConfig } from './git/trustedOfferings';
import { modeFromConfig } from './modeFromConfig';
import {
  platformNameOf,
  PlatformProvider,
  type PlatformMode,
} from './PlatformProvider';

/** The engines that make Resources on the platform. Default: Kratix. */
export const enginesServiceRef = createServiceRef<readonly ClusterEngine[]>({
  id: 'ske.platform.engines',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => [kratixOnCluster],
    }),
});

/**
 * The mode with its watches and clone. There is one of each in a backend process,
 * shared by plugin, actions and provider.
 */
const modeServiceRef = createServiceRef<PlatformMode>({
  id: 'ske.platform.mode',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        skeConfig: skeConfigServiceRef,
        engines: enginesServiceRef,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.rootLogger,
      },
      async factory({ config, skeConfig, engines, lifecycle, logger }) {
        const mode = modeFromConfig(config, skeConfig, engines, logger);
        logger.info(`SKE platform: ${inWords(mode)}`);
        for (const note of mode.clusterProvider?.notes ?? []) {
          logger.warn(`SKE platform: ${note}`);
        }
        lifecycle.addShutdownHook(async () => {
          mode.clusterProvider?.stop();
          if (mode.kind !== 'kubernetes') await mode.repository.close();
        });
        return mode;
      },
    }),
});

/** The platform, as a plugin or module asks for it. */
export const platformServiceRef = createServiceRef<PlatformProvider>({
  id: 'ske.platform',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        mode: modeServiceRef,
        catalog: catalogServiceRef,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
      },
      factory({ mode, config, ...services }) {
        mode.clusterProvider?.useCatalog(findClusterIn(services));
        const offerings = new CatalogOfferings({
          ...services,
          platform: platformNameOf(mode),
          trusted: trustedOfferingsFromConfig(config),
        });
        return new PlatformProvider(mode, offerings);
      },
    }),
});

/** Looks for a cluster as Backstage's Kubernetes plugin does, with Backstage's own rights. */
const findClusterIn =
  ({ catalog, auth }: { catalog: CatalogService; auth: AuthService }) =>
  async (name: string) => {
    const { items } = await catalog.getEntities(
      {
        filter: {
          kind: 'Resource',
          'spec.type': 'kubernetes-cluster',
          'metadata.name': name,
        },
        fields: ['metadata.name', 'metadata.annotations'],
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items;
  };

/** Describes for the log what is reached, and with which credential. */
function inWords(mode: PlatformMode): string {
  const { clusterProvider } = mode;
  const cluster = clusterProvider
    ? `${clusterProvider.name}, with ${
        clusterProvider.auth.kind === 'own'
          ? clusterProvider.source
          : 'the token of each person'
      }`
    : 'no cluster';
  return mode.kind === 'kubernetes'
    ? cluster
    : `${mode.kind}, requests in ${mode.repository.files.where}, ${cluster}`;
}
