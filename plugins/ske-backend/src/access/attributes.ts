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

/** An offering for a decision about it; read once, and asked for each viewer. */
export const offeringAttributesOf = oncePerObject(
  ({ name, owner, audience }: Offering): PromiseAttributes => ({
    promise: name,
    owner: wholeGroupRef(owner),
    audience,
  }),
);

/** A Resource for a decision about it. */
export const resourceAttributesOf = (
  resource: Manifest,
  offering: string,
): ResourceAttributes => ({
  promise: offering,
  namespace: resource.metadata.namespace ?? 'default',
  owner: ownerRefOf(resource),
});

/** A Resource that nobody has requested yet. */
export function newResourceAttributesOf(
  offering: Offering,
): ResourceAttributes {
  const { promise, owner } = offeringAttributesOf(offering);
  return { promise, namespace: undefined, owner };
}

/** What an object's annotations say; read once, and asked for each viewer. */
const ownerRefOf = oncePerObject(({ metadata }: Manifest) =>
  wholeGroupRef(ownerOf(metadata.annotations)),
);
