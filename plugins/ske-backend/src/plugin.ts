import { setMaxListeners } from 'node:events';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { Access } from './access/Access';
import { registerActions } from './agents/registerActions';
import { skeConfigServiceRef } from './config/skeConfigService';
import { DatabaseNameTable } from './entities/names/DatabaseNameTable';
import { findResourceEntityRef } from './entities/resourceEntities';
import { registerPermissions } from './platform/registerPermissions';
import { platformServiceRef } from './platform/platformService';
import { createRequestTasks } from './requests/tasks/createRequestTasks';
import { createNotifier } from './requests/reconcile/createNotifier';
import { ResourceRequests } from './requests/ResourceRequests';
import { allowedMetadataFromConfig } from './requests/authorization/requestMetadata';
import { RepositoryRules } from './requests/authorization/RepositoryRules';
import { requestsServiceRef } from './requests/requestsService';
import { DatabaseRequestStore } from './requests/store/DatabaseRequestStore';
import { scheduleTasks, timingOf } from './requests/tasks/scheduleTasks';
import { createRouter } from './router/createRouter';

/** The `ske` plugin: routes under `/api/ske`, and the table of requests. */
export default createBackendPlugin({
  pluginId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        skeConfig: skeConfigServiceRef,
        platformProvider: platformServiceRef,
        services: requestsServiceRef,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        database: coreServices.database,
        scheduler: coreServices.scheduler,
        lifecycle: coreServices.lifecycle,
        userInfo: coreServices.userInfo,
        notifications: notificationService,
        actions: actionsRegistryServiceRef,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init({ services, ...deps }) {
        const { platformProvider, scheduler, logger } = deps;
        registerPermissions(deps.permissionsRegistry, platformProvider.own);
        const timing = timingOf(deps.skeConfig);
        const store = await DatabaseRequestStore.create(deps.database);
        services.dispatcher.provideStore(store);
        const { own } = platformProvider;
        own?.live.entities.names.provideTable(
          new DatabaseNameTable(await deps.database.getClient(), own.name),
        );
        const requestTasks = createRequestTasks({
          ...deps,
          ...services,
          store,
          timing,
          onEnd: createNotifier(deps.notifications, logger, resource =>
            findResourceEntityRef(deps, resource),
          ),
        });
        // Not awaited: a cluster that is away keeps Backstage from nothing.
        deps.lifecycle.addStartupHook(() => {
          void platformProvider.clusterProvider?.checkReach();
        });
        const ending = new AbortController();
        // As many as there are open pages.
        setMaxListeners(0, ending.signal);
        deps.lifecycle.addShutdownHook(() => {
          requestTasks.stop();
          ending.abort();
        });
        await scheduleTasks(scheduler, logger, requestTasks.tasks);

        const access = new Access(deps);
        const resourceRequests = new ResourceRequests({
          ...deps,
          ...services,
          access,
          repositoryRules: RepositoryRules.fromConfig(
            deps.config,
            services.pullRequests.hosts,
          ),
          allowedMetadata: allowedMetadataFromConfig(deps.config),
        });
        deps.lifecycle.addShutdownHook(() => resourceRequests.previewsEnded());
        registerActions(deps.actions, resourceRequests);
        const { dispatcher, budgets } = services;
        const { poller } = requestTasks;
        deps.httpRouter.use(
          createRouter({
            ...deps,
            access,
            resourceRequests,
            dispatcher,
            budgets,
            poller,
            closing: ending.signal,
          }),
        );
      },
    });
  },
});
