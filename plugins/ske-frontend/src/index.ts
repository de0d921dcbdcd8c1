/**
 * The SKE pages for Backstage's legacy frontend system.
 *
 * @packageDocumentation
 */
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
export { isKratixType } from './legacy/isKratixType';
export { useKratixResourceFetcher } from './legacy/useKratixResourceFetcher';
export { Stage } from './legacy/types';
export type {
  EntityIdentifier,
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
