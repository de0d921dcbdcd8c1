import {
  coreServices,
  createBackendModule,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import type { ObjectRef } from '@syntasso/plugin-ske-common';
import { skeConfigServiceRef } from './config/skeConfigService';
import { objectKey } from './entities/OfferedObjects';
import { platformServiceRef } from './platform/platformService';
import {
  createCatalogCollator,
  createKratixEntityCollator,
  createResourceCollator,
} from './search/collators';

const SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 10 },
};

/** Makes Promises and Resources found, where search is installed. */
export default createBackendModule({
  pluginId: 'search',
  moduleId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        index: searchIndexRegistryExtensionPoint,
        catalog: catalogServiceRef,
        auth: coreServices.auth,
        skeConfig: skeConfigServiceRef,
        platformProvider: platformServiceRef,
        scheduler: coreServices.scheduler,
      },
      async init({
        index,
        scheduler,
        skeConfig,
        platformProvider,
        ...services
      }) {
        const objects = platformProvider.own?.live.entities.objects;
        const findResource =
          objects && ((ref: ObjectRef) => objects.resourceAt(objectKey(ref)));
        const factories = [
          createResourceCollator(services, findResource),
          createKratixEntityCollator(services, findResource),
          ...(skeConfig.search?.wholeCatalog
            ? [createCatalogCollator(services)]
            : []),
        ];
        for (const factory of factories) {
          const schedule = scheduler.createScheduledTaskRunner(SCHEDULE);
          index.addCollator({ schedule, factory });
        }
      },
    });
  },
});
