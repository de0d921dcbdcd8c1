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
import { objectKey, type OfferedObjects } from '../OfferedObjects';
import type { EntityKind, NameClaim } from './NameTable';

/** The names that an object wants for its entities; none when it is gone. */
export function nameClaimsOf(
  objects: OfferedObjects,
  key: string,
): NameClaim[] {
  const offering = objects.offeringAt(key)?.offering;
  if (offering) {
    const component = offeringComponentName(offering);
    const template = offeringTemplateName(offering);
    return [
      claimOf('component', offering, component),
      ...(offering.api ? [claimOf('template', offering, template)] : []),
    ];
  }
  const resource = objects.resourceAt(key)?.resource;
  return resource ? [resourceNameClaim(resource)] : [];
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
  wantedText: string,
): NameClaim => ({
  entityKind,
  key: objectKey(ref),
  uid: metadata.uid ?? '',
  wantedText,
  wanted: toEntityName(wantedText),
  createdAt: metadata.creationTimestamp ?? '',
});
