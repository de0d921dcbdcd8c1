import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { platformAccessFromConfig } from '@syntasso/plugin-ske-node';
import { Platforms } from './Platforms';

/**
 * The platform, one per backend process: plugin, actions and provider share
 * its watches.
 */
export const platformServiceRef = createServiceRef<Platforms>({
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
        const platforms = new Platforms(access);
        logger.info(
          `SKE platform: ${access.name}, with ${
            access.auth.kind === 'own'
              ? access.source
              : 'the token of each person'
          }`,
        );
        lifecycle.addShutdownHook(() => platforms.stop());
        return platforms;
      },
    }),
});
