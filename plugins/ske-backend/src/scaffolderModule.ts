import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
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
      },
      async init({ scaffolder, platform }) {
        scaffolder.addActions(createConfigureResourceAction(platform));
      },
    });
  },
});
