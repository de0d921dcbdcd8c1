/**
 * Backstage backend of the SKE integration. `backend.add(import('@syntasso/plugin-ske-backend'))`
 * brings the routes, the scaffolder actions and the catalog provider.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';

/** Everything the integration adds to a backend. @public */
export default createBackendFeatureLoader({
  *loader() {
    yield import('./plugin');
    yield import('./catalogModule');
    yield import('./scaffolderModule');
  },
});
