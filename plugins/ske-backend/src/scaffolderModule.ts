import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { Access } from './access/Access';
import { createConfigureResourceAction } from './actions/configureResource';
import { createDeleteResourceAction } from './actions/deleteResource';
import { createPublishCatalogAction } from './actions/publishCatalog';
import { createPullRequestAction } from './actions/pullRequest';
import { createRecordRequestAction } from './actions/recordRequest';
import { createWriteManifestAction } from './actions/writeManifest';
import { platformServiceRef } from './platform/platformService';
import { allowedMetadataFromConfig } from './requests/authorization/requestMetadata';
import { RepositoryRules } from './requests/authorization/RepositoryRules';
import { requestsServiceRef } from './requests/requestsService';
import { ResourceRequests } from './requests/ResourceRequests';

/** The `ske:*` scaffolder actions. */
export default createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        platformProvider: platformServiceRef,
        services: requestsServiceRef,
        config: coreServices.rootConfig,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        permissions: coreServices.permissions,
        userInfo: coreServices.userInfo,
      },
      async init({
        scaffolder,
        platformProvider,
        services,
        config,
        ...others
      }) {
        const requests = new ResourceRequests({
          ...others,
          ...services,
          platformProvider,
          access: new Access(others),
          repositoryRules: RepositoryRules.fromConfig(
            config,
            services.pullRequests.hosts,
          ),
          allowedMetadata: allowedMetadataFromConfig(config),
        });
        scaffolder.addActions(
          createConfigureResourceAction(requests),
          createDeleteResourceAction(requests),
          createPullRequestAction(requests),
          createRecordRequestAction(requests),
          createWriteManifestAction(requests),
          createPublishCatalogAction(config, requests),
        );
      },
    });
  },
});
