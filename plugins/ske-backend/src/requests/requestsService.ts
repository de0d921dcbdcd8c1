import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import {
  authorFromConfig,
  cloneFolder,
  GitRepository,
  integrationAuth,
  ScmHosts,
} from '@syntasso/plugin-ske-node';
import { Proposals } from './delivery';
import { Requests } from './Requests';

/** What there is once in a backend process, for all doors that requests come by. */
export interface RequestServices {
  requests: Requests;
  proposals: Proposals;
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
        const integrations = ScmIntegrations.fromConfig(config);
        const auth = integrationAuth(integrations);
        const proposals = new Proposals(
          new ScmHosts(integrations),
          url =>
            new GitRepository({
              remote: { url, headers: () => auth(url) },
              author: authorFromConfig(config),
              folder: cloneFolder(config),
            }),
        );
        lifecycle.addShutdownHook(() => proposals.close());
        return { requests: new Requests(logger), proposals };
      },
    }),
});
