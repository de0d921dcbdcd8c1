import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { Access } from './access/Access';
import { createConfigureResourceAction } from './actions/configureResource';
import { platformServiceRef } from './platform/platformService';

/** The `ske:*` scaffolder actions. */
export default createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'ske',
  register(env) {
    env.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        platforms: platformServiceRef,
        auditor: coreServices.auditor,
        permissions: coreServices.permissions,
        userInfo: coreServices.userInfo,
      },
      async init({ scaffolder, platforms, auditor, ...services }) {
        const access = new Access(services);
        scaffolder.addActions(
          createConfigureResourceAction({ platforms, access, auditor }),
        );
      },
    });
  },
});
