import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  skeCatalogPublishPermission,
  skePlatformReadPermission,
  skePromiseReadPermission,
  skeResourcePermissions,
} from '@syntasso/plugin-ske-common';
import type { KubernetesPlatform } from './KubernetesPlatform';
import {
  skePromiseResourceRef,
  skePromiseRules,
  skeResourceResourceRef,
  skeResourceRules,
} from '../access/rules';
import { PermissionSubjects } from './PermissionSubjects';

/** Makes permissions and rules known, and loads what conditions are about. */
export function registerPermissions(
  registry: PermissionsRegistryService,
  platform: KubernetesPlatform | undefined,
) {
  const subjects = new PermissionSubjects(platform);
  registry.addPermissions([
    skePlatformReadPermission,
    skeCatalogPublishPermission,
  ]);
  registry.addResourceType({
    resourceRef: skePromiseResourceRef,
    permissions: [skePromiseReadPermission],
    rules: Object.values(skePromiseRules),
    getResources: refs => subjects.promises(refs),
  });
  registry.addResourceType({
    resourceRef: skeResourceResourceRef,
    permissions: Object.values(skeResourcePermissions),
    rules: Object.values(skeResourceRules),
    getResources: refs => subjects.resources(refs),
  });
}
