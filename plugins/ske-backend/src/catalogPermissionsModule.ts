import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { inAudienceRule } from './catalog/inAudienceRule';

/**
 * The rule by which a permission policy hides entities from those outside of an
 * audience. It is a module of its own because it needs no platform: were it part of one
 * that fails at start, every decision of such a policy would fail, and the whole catalog
 * with it.
 */
export default createBackendModule({
  pluginId: 'catalog',
  moduleId: 'ske-permissions',
  register(env) {
    env.registerInit({
      deps: { permissions: coreServices.permissionsRegistry },
      async init({ permissions }) {
        permissions.addPermissionRules([inAudienceRule]);
      },
    });
  },
});
