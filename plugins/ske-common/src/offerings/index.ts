export {
  customizeOffering,
  resourceOwnerOf,
  type ComponentTexts,
} from './customizedOffering';
export { kratix, promiseRef } from './kratix';
export { offeringOfEntity, repositoryOnlyHealth } from './entityOffering';
export { promiseApiOf, type PromiseApi } from './promiseApi';
export {
  offersKind,
  operationNameSchema,
  operationNamesSchema,
  operationsOf,
} from './Offering';
export type {
  CatalogChoice,
  Engine,
  EngineOperations,
  EngineTexts,
  LabelChanges,
  OfferedResource,
  Offering,
  OfferingApi,
  OfferingForm,
  OfferingSource,
  OperationName,
} from './Offering';
