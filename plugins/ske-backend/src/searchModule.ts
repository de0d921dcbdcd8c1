import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { ResourceCollator } from './search/ResourceCollator';

/** Makes Resources found, where search is installed. */
export default createBackendModule({
  pluginId: 'search',
  moduleId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        index: searchIndexRegistryExtensionPoint,
        catalog: catalogServiceRef,
        auth: coreServices.auth,
        scheduler: coreServices.scheduler,
      },
      async init({ index, scheduler, ...deps }) {
        index.addCollator({
          schedule: scheduler.createScheduledTaskRunner({
            frequency: { minutes: 5 },
            timeout: { minutes: 5 },
            initialDelay: { seconds: 10 },
          }),
          factory: new ResourceCollator(deps),
        });
      },
    });
  },
});
