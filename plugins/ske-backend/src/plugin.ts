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
import { registerPermissions } from './access/registerPermissions';
import { platformServiceRef } from './platform/platformService';
import { keepRequests } from './requests/keeping';
import { notifying } from './requests/notify';
import { ResourceRequests } from './requests/ResourceRequests';
import { allowedMetadataFromConfig } from './requests/requestMetadata';
import { RepositoryRules } from './requests/RepositoryRules';
import { requestsServiceRef } from './requests/requestsService';
import { RequestStore } from './requests/RequestStore';
import { schedule, timingFromConfig } from './requests/schedule';
import { createRouter } from './router/createRouter';

/** The `ske` plugin: routes under `/api/ske`, and the table of requests. */
export default createBackendPlugin({
  pluginId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        platforms: platformServiceRef,
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
        const { platforms, scheduler, logger } = deps;
        registerPermissions(deps.permissionsRegistry, platforms.own);
        const timing = timingFromConfig(deps.config);
        const store = await RequestStore.create(deps.database);
        services.requests.open(store);
        const kept = keepRequests({
          ...deps,
          ...services,
          store,
          timing,
          onEnd: notifying(deps.notifications, logger),
        });
        const ending = new AbortController();
        // As many as there are open pages.
        setMaxListeners(0, ending.signal);
        deps.lifecycle.addShutdownHook(() => {
          kept.stop();
          ending.abort();
        });
        await schedule(scheduler, logger, kept.chores);

        const access = new Access(deps);
        const resourceRequests = new ResourceRequests({
          ...deps,
          ...services,
          access,
          repositoryRules: RepositoryRules.fromConfig(
            deps.config,
            services.proposals.hosts,
          ),
          allowedMetadata: allowedMetadataFromConfig(deps.config),
        });
        registerActions(deps.actions, resourceRequests);
        const { requests, budgets } = services;
        const { sweep } = kept;
        deps.httpRouter.use(
          createRouter({
            ...deps,
            access,
            resourceRequests,
            requests,
            budgets,
            sweep,
            closing: ending.signal,
          }),
        );
      },
    });
  },
});
