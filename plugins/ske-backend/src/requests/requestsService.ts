import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { Budgets } from '../access/Budgets';
import { skeConfigServiceRef } from '../config/skeConfigService';
import { PullRequestSender } from './dispatch/PullRequestSender';
import { RequestDispatcher } from './dispatch/RequestDispatcher';

/** Services that exist once in a backend process, for routes, actions and tools together. */
export interface RequestServices {
  dispatcher: RequestDispatcher;
  pullRequests: PullRequestSender;
  budgets: Budgets;
}

/** Requests and pull requests; plugin, actions and provider share them. */
export const requestsServiceRef = createServiceRef<RequestServices>({
  id: 'ske.requests',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        skeConfig: skeConfigServiceRef,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.rootLogger,
      },
      factory({ config, skeConfig, lifecycle, logger }) {
        const pullRequests = PullRequestSender.fromConfig(config);
        lifecycle.addShutdownHook(() => pullRequests.close());
        return {
          dispatcher: new RequestDispatcher(logger),
          pullRequests,
          budgets: new Budgets(skeConfig.rateLimit, skeConfig.atOnce),
        };
      },
    }),
});
