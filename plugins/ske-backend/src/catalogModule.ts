import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { inAudienceRule } from './catalog/inAudienceRule';
import { KratixEntityProvider } from './catalog/KratixEntityProvider';
import { platformServiceRef } from './platform/platformService';

/** Direct discovery: Promises and Resources as catalog entities, and who sees them. */
export default createBackendModule({
  pluginId: 'catalog',
  moduleId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        platforms: platformServiceRef,
        permissions: coreServices.permissionsRegistry,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        lifecycle: coreServices.lifecycle,
      },
      async init(deps) {
        const { catalog, platforms, config, logger, lifecycle } = deps;
        deps.permissions.addPermissionRules([inAudienceRule]);
        if (config.getOptionalBoolean('ske.discovery.enabled') === false) {
          logger.info('Direct discovery is off (ske.discovery.enabled)');
          return;
        }
        if (!platforms.own) {
          logger.warn(
            `Direct discovery is impossible: cluster ${platforms.name} has authProvider oidc and no serviceAccountToken. Give it one that may read Promises and their Resources, or set ske.discovery.enabled: false.`,
          );
          return;
        }
        const provider = new KratixEntityProvider(platforms.own, logger);
        catalog.addEntityProvider(provider);
        lifecycle.addShutdownHook(() => provider.stop());
      },
    });
  },
});
