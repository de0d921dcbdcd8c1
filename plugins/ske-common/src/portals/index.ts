export {
  isBoundByBackstageLabel,
  isBoundToPortal,
  isOptedOutOfBackstage,
  isOptedOutOfPortal,
  namedPortalOf,
} from './bindingLabels';
export {
  findNamedCustomization,
  portalCustomizationNamesOf,
  type NamedCustomization,
} from './namedCustomization';
export {
  BACKSTAGE_PIPELINE,
  GENERATE_DIRECTORY,
  PORTAL_PIPELINE,
  promiseOutputPath,
  resourceOutputPath,
  ROOT_GROUP_ID,
  withDestinationSelector,
  type OutputPlace,
} from './outputPaths';
export {
  portalObjectName,
  type Portal,
  type PortalDestination,
  type PortalProblem,
  type PortalStateStore,
  type ReadPortals,
  type StateStoreKind,
} from './Portal';
export {
  acceptanceOf,
  isPortalPatch,
  patchDocuments,
  readPortalCustomization,
  recipesOfContainer,
  type Acceptance,
  type CustomizationLane,
  type PatchedDocuments,
  type PortalCustomization,
} from './portalCustomization';
export { readPortals } from './readPortals';
export {
  bindingReasons,
  resolveBinding,
  syncReasons,
  type BindingContext,
  type BindingReason,
  type PortalBinding,
  type SyncReason,
} from './resolveBinding';
export { deliveryOfPortal, optionsOfPortal } from './portalOptions';
