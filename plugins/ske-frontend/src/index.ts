/**
 * The SKE pages for Backstage's legacy frontend system. The default export is for the new
 * one: modules that `app.packages` finds here, beside the plugin in `./alpha`.
 *
 * @packageDocumentation
 */
export { default } from './alpha/appModules';
export {
  KratixAboutCard,
  KratixManageTab,
  KratixMyRequestsCard,
  KratixMyRequestsPage,
  KratixOverviewTab,
  KratixPlatformHealthPage,
  KratixPlatformPage,
  KratixPromiseEntityPage,
  KratixResourceEntityPage,
  KratixResourceManageContent,
  KratixStatusCard,
  KratixTemplateCard,
  skeFrontendPlugin,
} from './legacy/plugin';
export {
  SkeSecretFieldExtension,
  SkeSpecFieldExtension,
  SkeYamlFieldExtension,
} from './legacy/formFields';
export {
  kratixColumns,
  KratixFilters,
  KratixNothingFound,
} from './legacy/catalog';
export {
  isKratixPromise,
  isKratixResource,
  isKratixType,
} from './legacy/isKratixType';
export { kratixTabApiFactory } from './legacy/kratixTab';
export { useKratixResourceFetcher } from './legacy/useKratixResourceFetcher';
export { Stage } from './legacy/types';
export type {
  EntityIdentifier,
  KratixResourceManageContentProps,
  KratixResourceResult,
  ResourceType,
  UseKratixResourceFetcherOptions,
} from './legacy/types';
export { kratixPageApiRef } from './api/kratixPageApi';
export type { KratixPageApi } from './api/kratixPageApi';
export { skeApiRef } from './api/SkeApi';
export type { LogSource, SkeApi } from './api/SkeApi';
export type { ClusterAuthApi } from './api/clusterAuth';
export { LiveStore } from './live/LiveStore';
export type { UpdateChannel, LiveState } from './live/LiveStore';
export { skeTranslationRef } from './translations/ref';
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
export type {
  HealthReason,
  OfferingView,
  ResourceView,
} from '@syntasso/plugin-ske-common';
