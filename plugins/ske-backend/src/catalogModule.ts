import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { KratixEntityProvider } from './catalog/KratixEntityProvider';
import { platformServiceRef } from './platform/platformService';

/** Direct discovery: Promises and Resources as catalog entities. */
export default createBackendModule({
  pluginId: 'catalog',
  moduleId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        platform: platformServiceRef,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        lifecycle: coreServices.lifecycle,
      },
      async init({ catalog, platform, config, logger, lifecycle }) {
        if (config.getOptionalBoolean('ske.discovery.enabled') === false) {
          logger.info('Direct discovery is off (ske.discovery.enabled)');
          return;
        }
        const provider = new KratixEntityProvider(platform, logger);
        catalog.addEntityProvider(provider);
        lifecycle.addShutdownHook(() => provider.stop());
      },
    });
  },
});
