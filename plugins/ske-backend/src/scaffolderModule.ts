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
        platform: platformServiceRef,
        permissions: coreServices.permissions,
      },
      async init({ scaffolder, platform, permissions }) {
        const access = new Access(permissions);
        scaffolder.addActions(createConfigureResourceAction(platform, access));
      },
    });
  },
});
