import {
  audienceOf,
  ownerOf,
  wholeGroupRef,
  type Manifest,
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

/** A Promise for a decision about it. */
export const promiseAttributesOf = (promise: Manifest): PromiseAttributes => ({
  promise: promise.metadata.name,
  ...ownership(promise),
});

/** A Resource for a decision about it. */
export const resourceAttributesOf = (
  resource: Manifest,
  promise: string,
): ResourceAttributes => ({
  promise,
  namespace: resource.metadata.namespace ?? 'default',
  owner: ownership(resource).owner,
});

/** A Resource of a Promise that nobody has requested yet. */
export const newResourceAttributesOf = (
  promise: Manifest,
): ResourceAttributes => ({
  promise: promise.metadata.name,
  namespace: undefined,
  owner: ownership(promise).owner,
});

type Ownership = Pick<PromiseAttributes, 'owner' | 'audience'>;

const known = new WeakMap<Manifest, Ownership>();

/** What an object's annotations say; read once, and asked for each viewer. */
function ownership(object: Manifest): Ownership {
  const { annotations } = object.metadata;
  const read = known.get(object) ?? {
    owner: wholeGroupRef(ownerOf(annotations)),
    audience: audienceOf(annotations),
  };
  known.set(object, read);
  return read;
}
