import { createBackendModule } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { withSkeAudience } from '@syntasso/plugin-ske-backend';

/** Everything is allowed, but a Promise with an audience is for that only. */
export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(
          withSkeAudience({
            handle: async () => ({ result: AuthorizeResult.ALLOW }),
          }),
        );
      },
    });
  },
});
