import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { Access } from './access/Access';
import { registerPermissions } from './access/registerPermissions';
import { platformServiceRef } from './platform/platformService';
import { createRouter } from './router/createRouter';

/** The `ske` plugin: routes under `/api/ske`. */
export default createBackendPlugin({
  pluginId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        platforms: platformServiceRef,
        config: coreServices.rootConfig,
        auditor: coreServices.auditor,
        userInfo: coreServices.userInfo,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init(deps) {
        registerPermissions(deps.permissionsRegistry, deps.platforms.own);
        const access = new Access(deps);
        deps.httpRouter.use(createRouter({ ...deps, access }));
      },
    });
  },
});
