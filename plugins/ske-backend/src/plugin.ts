import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { platformServiceRef } from './platform/platformService';
import { createRouter } from './router/createRouter';

/** The `ske` plugin: routes under `/api/ske`. */
export default createBackendPlugin({
  pluginId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        platform: platformServiceRef,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        logger: coreServices.logger,
      },
      async init({ platform, httpRouter, httpAuth, logger }) {
        httpRouter.use(createRouter({ platform, httpAuth, logger }));
      },
    });
  },
});
