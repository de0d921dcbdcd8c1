import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { Budgets } from '../access/Budgets';
import { Proposals } from './Proposals';
import { Requests } from './Requests';

/** What there is once in a backend process, for routes, actions and tools together. */
export interface RequestServices {
  requests: Requests;
  proposals: Proposals;
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
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.rootLogger,
      },
      factory({ config, lifecycle, logger }) {
        const proposals = Proposals.fromConfig(config);
        lifecycle.addShutdownHook(() => proposals.close());
        return {
          requests: new Requests(logger),
          proposals,
          budgets: Budgets.fromConfig(config),
        };
      },
    }),
});
