export {
  assignEntityNames,
  toEntityName,
  shortHash,
  type NameWish,
} from './entityNames';
export { CATALOG_INFO, documentsOf, serializeDocuments } from './catalogInfo';
export {
  generatePromiseEntities,
  generateResourceEntities,
  promiseEntityNames,
  type GeneratedEntities,
} from './generateEntities';
export { statusAnnotationOf } from './statusAnnotation';
export {
  makeOfferingComponent,
  offeringComponentName,
  offeringTemplateName,
  type OfferingEntityNames,
} from './offeringComponent';
export { makeOfferingTemplate } from './offeringTemplate';
export type { TemplateDelivery } from './templatePages';
export {
  makeResourceComponent,
  resourceComponentName,
} from './resourceComponent';
export {
  makePendingComponent,
  pendingComponentName,
  requestAnnotationsOf,
  type PendingRequestContext,
} from './pending';
