import {
  componentOptionsOf,
  refOf,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import {
  DEFAULT_RULES,
  isResourceInCatalog,
} from '../../entities/DiscoveryRules';
import type { Platform } from '../../platform/Platform';
import type { DispatchContext } from '../store/requestRow';

/** What sending a request, and the Component that stands for it, need to know. */
export function dispatchContextOf(
  wanted: Manifest,
  offering: Offering,
  { cluster }: Platform,
): Omit<DispatchContext, 'hasWholeManifest'> {
  const entities = cluster?.live.entities;
  const isInCatalog = isResourceInCatalog(
    { offering, resource: wanted },
    entities?.rules ?? DEFAULT_RULES,
  );
  return {
    hasNoEntity: isInCatalog ? undefined : true,
    entityRef: entities?.componentRef(refOf(wanted)),
    owner:
      componentOptionsOf(wanted.metadata.annotations).owner ??
      offering.resourceOwner,
    audience: offering.audience,
    templateRef: entities?.templateRef(offering),
    promiseRef: entities?.componentRef(offering.ref),
  };
}
