import {
  oncePerObject,
  resourceOwnerOf,
  wholeGroupRef,
  type Manifest,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';

/** A Promise, as permission rules see it. @public */
export interface PromiseAttributes {
  promise: string;
  /** Entity reference, whole. */
  owner: string;
  /** References of the groups it is for, whole; absent when for everybody. */
  audience: string[] | undefined;
}

/** A Resource, there or to be, as permission rules see it. @public */
export interface ResourceAttributes {
  promise: string;
  /** Absent while nobody has chosen one. */
  namespace: string | undefined;
  /** Entity reference, whole. */
  owner: string;
}

/** The attributes of an offering, kept with it: each viewer's decision needs them. */
export const offeringAttributesOf = oncePerObject(
  ({ name, owner, audience }: Offering): PromiseAttributes => ({
    promise: name,
    owner: wholeGroupRef(owner),
    audience,
  }),
);

/** The attributes of a Resource. */
export const resourceAttributesOf = (
  offered: OfferedResource,
): ResourceAttributes => ({
  promise: offered.offering.name,
  namespace: offered.resource.metadata.namespace ?? 'default',
  owner: ownerRefOf(offered),
});

/** The attributes of a Resource before its form is filled in. */
export function newResourceAttributesOf(
  offering: Offering,
): ResourceAttributes {
  const { promise, owner } = offeringAttributesOf(offering);
  return { promise, namespace: undefined, owner };
}

/** Owners as whole references, kept with the Resources: tables have many. */
const ownerRefs = new WeakMap<Manifest, { owner: string; ref: string }>();

function ownerRefOf(offered: OfferedResource): string {
  const owner = resourceOwnerOf(offered);
  const known = ownerRefs.get(offered.resource);
  // Without an annotation it is that of the customisation, which may change.
  if (known?.owner === owner) return known.ref;
  const ref = wholeGroupRef(owner);
  ownerRefs.set(offered.resource, { owner, ref });
  return ref;
}
