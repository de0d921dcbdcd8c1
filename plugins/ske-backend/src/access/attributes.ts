import {
  oncePerObject,
  ownerOf,
  wholeGroupRef,
  type Manifest,
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
  resource: Manifest,
  offering: string,
): ResourceAttributes => ({
  promise: offering,
  namespace: resource.metadata.namespace ?? 'default',
  owner: ownerRefOf(resource),
});

/** The attributes of a Resource before its form is filled in. */
export function newResourceAttributesOf(
  offering: Offering,
): ResourceAttributes {
  const { promise, owner } = offeringAttributesOf(offering);
  return { promise, namespace: undefined, owner };
}

/** The owner that an object's annotations name, kept with the object. */
const ownerRefOf = oncePerObject(({ metadata }: Manifest) =>
  wholeGroupRef(ownerOf(metadata.annotations)),
);
