import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  KubernetesClient,
  platformAccessFromConfig,
} from '@syntasso/plugin-ske-node';
import { KubernetesPlatform } from './KubernetesPlatform';

/**
 * The platform, one per backend process: plugin, actions and provider share
 * its watches.
 */
export const platformServiceRef = createServiceRef<KubernetesPlatform>({
  id: 'ske.platform',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.rootLogger,
      },
      async factory({ config, lifecycle, logger }) {
        const access = platformAccessFromConfig(config);
        const client = new KubernetesClient(access.kubeConfig);
        logger.info(`SKE platform: ${access.name} at ${client.server}`);
        const platform = new KubernetesPlatform(access.name, client);
        lifecycle.addShutdownHook(() => platform.stop());
        return platform;
      },
    }),
});
