import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import {
  annotations,
  entityTypes,
  searchTypes,
  skeResourceReadPermission,
} from '@syntasso/plugin-ske-common';
import {
  isForAudience,
  otherDocumentOf,
  promiseDocumentOf,
  resourceDocumentOf,
  type FindResource,
} from './documents';
import { EntityCollator } from './EntityCollator';

interface Services {
  catalog: CatalogService;
  auth: AuthService;
}

/** Entities of ours, by the annotation or by their type: the documents look closer. */
const OURS = [
  { [`metadata.annotations.${annotations.type}`]: ['promise', 'resource'] },
  { 'spec.type': Object.values(entityTypes) },
];

/**
 * Makes Resources found, by who may read them: of those that are for everybody the
 * permission decides, as on their pages, so that also what was asked for can be found.
 *
 * @param findResource - undefined where Backstage has no cluster to decide with; then
 * the catalog decides, and what was asked for is not found
 */
export const createResourceCollator = (
  services: Services,
  findResource: FindResource | undefined,
) =>
  new EntityCollator({
    ...services,
    filter: OURS,
    type: searchTypes.resource,
    visibilityPermission: findResource
      ? skeResourceReadPermission
      : catalogEntityReadPermission,
    documentOf: entity =>
      isForAudience(entity, findResource)
        ? undefined
        : resourceDocumentOf(
            entity,
            findResource ? 'resource' : 'entity',
            findResource,
          ),
  });

/**
 * Makes Promises found, and Resources of Promises that are for an audience, by who may
 * read their entities.
 *
 * @param findResource - see {@link createResourceCollator}
 */
export const createKratixEntityCollator = (
  services: Services,
  findResource: FindResource | undefined,
) =>
  new EntityCollator({
    ...services,
    filter: OURS,
    type: searchTypes.entity,
    visibilityPermission: catalogEntityReadPermission,
    documentOf: entity =>
      promiseDocumentOf(entity) ??
      (isForAudience(entity, findResource)
        ? resourceDocumentOf(entity, 'entity')
        : undefined),
  });

/** Makes the rest of the catalog found, in the place of Backstage's own collator. */
export const createCatalogCollator = (services: Services) =>
  new EntityCollator({
    ...services,
    type: 'software-catalog',
    visibilityPermission: catalogEntityReadPermission,
    documentOf: otherDocumentOf,
  });
