import { NotAllowedError } from '@backstage/errors';
import type {
  Manifest,
  OfferedResource,
  Offering,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';

/** Somebody who may see everything. */
export const everybody: Viewer = {
  key: 'everybody',
  ownsThrough: undefined,
  person: undefined,
  offeringRefusal: () => undefined,
  resourceRefusal: () => undefined,
};

const refusalOf = ({ labels }: Manifest['metadata']) =>
  labels?.hidden ? new NotAllowedError('not for you') : undefined;

/**
 * Somebody who may see all that has no label `hidden`, unless a refusal is given. Their
 * `resourceRefusal` is a mock, which tells what was asked.
 */
export const newViewer = (
  given: Pick<Partial<Viewer>, 'offeringRefusal' | 'resourceRefusal'> = {},
) => ({
  ...everybody,
  offeringRefusal: ({ metadata }: Offering) => refusalOf(metadata),
  ...given,
  resourceRefusal: jest.fn(
    given.resourceRefusal ??
      (({ resource }: OfferedResource) => refusalOf(resource.metadata)),
  ),
});
