/**
 * Backstage backend of the SKE integration. `backend.add(import('@syntasso/plugin-ske-backend'))`
 * brings the routes, the scaffolder actions, the catalog providers and what search finds.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import catalogModule from './catalogModule';
import catalogPermissionsModule from './catalogPermissionsModule';
import plugin from './plugin';
import scaffolderModule from './scaffolderModule';
import searchModule from './searchModule';

export {
  skeCatalogPublishPermission,
  skePermissions,
  skePlatformReadPermission,
  skePromiseReadPermission,
  skeResourceCreatePermission,
  skeResourceDeletePermission,
  skeResourceOperatePermission,
  skeResourceReadPermission,
  skeResourceReadRawPermission,
  skeResourceUpdatePermission,
} from '@syntasso/plugin-ske-common';
export {
  createSkePromiseConditionalDecision,
  createSkeResourceConditionalDecision,
  skePromiseConditions,
  skePromiseResourceRef,
  skePromiseRules,
  skeResourceConditions,
  skeResourceResourceRef,
  skeResourceRules,
} from './access/rules';
export {
  createSkeCatalogConditionalDecision,
  skeCatalogConditions,
} from './catalog/inAudienceRule';
export { withSkeAudience } from './catalog/withSkeAudience';
export { waitForDatabase } from './waitForDatabase';
export type {
  PromiseAttributes,
  ResourceAttributes,
} from './access/attributes';

/** Everything the integration adds to a backend. @public */
export default createBackendFeatureLoader({
  *loader() {
    yield plugin;
    yield catalogModule;
    yield catalogPermissionsModule;
    yield scaffolderModule;
    yield searchModule;
  },
});
