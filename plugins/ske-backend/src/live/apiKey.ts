import {
  splitApiVersion,
  type ObjectRef,
  type OfferingApi,
} from '@syntasso/plugin-ske-common';

/** What the API of an object is called in lists and indexes: the same in all its versions. */
export const apiKey = ({
  apiVersion,
  kind,
}: Pick<ObjectRef, 'apiVersion' | 'kind'>): string =>
  keyOf(splitApiVersion(apiVersion).group, kind);

/** The same of what an offering offers, by which its Resources are found. */
export const offeredApiKey = ({
  group,
  kind,
}: Pick<OfferingApi, 'group' | 'kind'>): string => keyOf(group, kind);

const keyOf = (group: string, kind: string) => `${group}/${kind}`;
