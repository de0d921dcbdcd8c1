import {
  audienceOf,
  ownerOf,
  wholeGroupRef,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { oncePerObject } from '../utils/oncePerObject';

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

/** What an object's annotations say; read once, and asked for each viewer. */
const ownership = oncePerObject(
  ({
    metadata: { annotations },
  }: Manifest): Pick<PromiseAttributes, 'owner' | 'audience'> => ({
    owner: wholeGroupRef(ownerOf(annotations)),
    audience: audienceOf(annotations),
  }),
);
