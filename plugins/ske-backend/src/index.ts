/**
 * Backstage backend of the SKE integration. `backend.add(import('@syntasso/plugin-ske-backend'))`
 * brings the routes, the scaffolder actions and the catalog provider.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import catalogModule from './catalogModule';
import plugin from './plugin';
import scaffolderModule from './scaffolderModule';

/** Everything the integration adds to a backend. @public */
export default createBackendFeatureLoader({
  *loader() {
    yield plugin;
    yield catalogModule;
    yield scaffolderModule;
  },
});
