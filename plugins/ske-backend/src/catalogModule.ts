import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { NO_OPTIONS, type ObjectRef } from '@syntasso/plugin-ske-common';
import pLimit from 'p-limit';
import { KratixCanaryFileProcessor } from './catalog/KratixCanaryFileProcessor';
import { KratixEntityProvider } from './catalog/KratixEntityProvider';
import { discoveryOf } from './catalog/discoveryOf';
import { deliveryOf } from './catalog/deliveryOf';
import { skeConfigServiceRef } from './config/skeConfigService';
import { AnnouncedRequests } from './requests/reconcile/AnnouncedRequests';
import { requestsServiceRef } from './requests/requestsService';
import { scheduleTasks, timingOf } from './requests/tasks/scheduleTasks';
import { DefaultOwnerProvider } from './catalog/DefaultOwnerProvider';
import { PendingRequestProvider } from './catalog/PendingRequestProvider';
import { platformServiceRef } from './platform/platformService';

/**
 * How often is looked whether the default owner is needed: soon after the first Promise. It
 * is a minute between two looks while the catalog shows one.
 */
const OWNER_SECONDS = 10;

/**
 * Direct discovery: Promises and Resources as catalog entities. Where others read them from
 * files, the canary files of Kratix beside them are left out.
 */
export default createBackendModule({
  pluginId: 'catalog',
  moduleId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        entities: catalogServiceRef,
        services: requestsServiceRef,
        auth: coreServices.auth,
        scheduler: coreServices.scheduler,
        platformProvider: platformServiceRef,
        skeConfig: skeConfigServiceRef,
        logger: coreServices.logger,
        lifecycle: coreServices.lifecycle,
      },
      async init(deps) {
        const { catalog, platformProvider, skeConfig, logger, lifecycle } =
          deps;
        catalog.addProcessor(new KratixCanaryFileProcessor());
        const { refreshSeconds } = timingOf(skeConfig);
        const { enabled, ownerGroup, labels, ...rules } =
          discoveryOf(skeConfig);
        const store = deps.services.dispatcher.store();
        const pendingProvider = new PendingRequestProvider({
          ...deps,
          catalog: deps.entities,
          store,
        });
        catalog.addEntityProvider(pendingProvider);
        lifecycle.addShutdownHook(() => pendingProvider.stop());
        const ownerProvider = new DefaultOwnerProvider({
          ...deps,
          catalog: deps.entities,
          enabled: ownerGroup,
        });
        catalog.addEntityProvider(ownerProvider);
        await scheduleTasks(deps.scheduler, logger, [
          {
            id: 'ske-default-owner',
            seconds: OWNER_SECONDS,
            scope: 'local',
            work: () => ownerProvider.update(),
          },
          {
            id: 'ske-requests-publish',
            seconds: refreshSeconds,
            scope: 'local',
            work: () => pendingProvider.republishMissing(),
          },
        ]);
        if (!enabled) {
          logger.info('Direct discovery is off (ske.discovery.enabled)');
          return;
        }
        const { clusterProvider } = platformProvider;
        if (!clusterProvider) {
          logger.info(
            'No cluster in ske.kubernetes, so nothing is discovered: Promises and Resources come into the catalog by the backstage-controller or ske:publish-catalog.',
          );
          return;
        }
        if (!platformProvider.own) {
          logger.warn(
            `Direct discovery is impossible: cluster ${platformProvider.name} wants the token of each person (authProvider oidc, google or aks) and has no serviceAccountToken. Give it one that may read Promises and their Resources, or set ske.discovery.enabled: false.`,
          );
          return;
        }
        const provider = new KratixEntityProvider(platformProvider.own, {
          ...deps,
          catalog: deps.entities,
          checkReach: () => clusterProvider.checkReach(),
        });
        catalog.addEntityProvider(provider);
        await scheduleTasks(deps.scheduler, logger, [
          {
            id: 'ske-entities-shown',
            seconds: refreshSeconds,
            scope: 'local',
            work: () => provider.republishMissing(),
          },
        ]);
        const announcedRequests = new AnnouncedRequests();
        const { entities } = platformProvider.own.live;
        entities.rules = rules;
        entities.customizations.defaults = {
          ...NO_OPTIONS,
          promiseComponent: { labels },
          resourceComponent: { labels },
        };
        entities.delivery = deliveryOf(skeConfig);
        entities.annotationsOf = resource =>
          announcedRequests.annotationsOf(resource);
        void store
          .then(requestStore => {
            const oneAtATime = pLimit(1);
            const refresh = (about?: ObjectRef[]) =>
              oneAtATime(async () =>
                provider.republish(
                  await announcedRequests.refresh(requestStore, about),
                ),
              ).catch(error =>
                logger.warn(
                  `Entities may not show what is on its way; all of it is read again later: ${error}`,
                ),
              );
            lifecycle.addShutdownHook(
              requestStore.onChange(ref => void refresh([ref])),
            );
            void refresh();
            return scheduleTasks(deps.scheduler, logger, [
              {
                // What other replicas have recorded.
                id: 'ske-requests-announce',
                seconds: refreshSeconds,
                scope: 'local',
                work: () => refresh(),
              },
            ]);
          })
          .catch(error =>
            logger.error('Requests are not shown on entities', error),
          );
        lifecycle.addShutdownHook(() => provider.stop());
      },
    });
  },
});
