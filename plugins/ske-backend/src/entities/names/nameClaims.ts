import {
  offeringComponentName,
  offeringTemplateName,
  oncePerObject,
  refOf,
  resourceComponentName,
  toEntityName,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import {
  isOfferingInCatalog,
  isResourceInCatalog,
  type DiscoveryRules,
} from '../DiscoveryRules';
import type { Customizations } from '../customizations/Customizations';
import { objectKey, type OfferedObjects } from '../OfferedObjects';
import type { EntityKind, NameClaim } from './NameTable';

/** The names that an object wants for its entities; none when it is gone, or has none. */
export function nameClaimsOf(
  objects: OfferedObjects,
  key: string,
  rules: DiscoveryRules,
  customizations: Pick<Customizations, 'optionsOf'>,
): NameClaim[] {
  const offering = objects.offeringAt(key)?.offering;
  if (offering) {
    if (!isOfferingInCatalog(offering, rules)) return [];
    const component = offeringComponentName(
      offering,
      customizations.optionsOf(offering),
    );
    const template = offeringTemplateName(offering);
    const hasTemplate = rules.templates && offering.api;
    return [
      claimOf('component', offering, component),
      ...(hasTemplate ? [claimOf('template', offering, template)] : []),
    ];
  }
  const found = objects.resourceAt(key);
  return found && isResourceInCatalog(found, rules)
    ? [resourceNameClaim(found.resource)]
    : [];
}

/** The name that a Resource wants. Long names take time: it is made once for each. */
export const resourceNameClaim = oncePerObject((resource: Manifest) =>
  claimOf(
    'component',
    { ref: refOf(resource), metadata: resource.metadata },
    resourceComponentName(resource),
  ),
);

const claimOf = (
  entityKind: EntityKind,
  { ref, metadata }: Pick<Offering, 'ref' | 'metadata'>,
  requestedName: string,
): NameClaim => ({
  entityKind,
  key: objectKey(ref),
  uid: metadata.uid ?? '',
  requestedName,
  wanted: toEntityName(requestedName),
  createdAt: metadata.creationTimestamp ?? '',
});
