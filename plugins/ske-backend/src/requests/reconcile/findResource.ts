import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import { ifNotFound, ObjectNotFoundError } from '@syntasso/plugin-ske-node';
import type { Platform } from '../../platform/Platform';
import type { StoredRequest } from '../store/requestRow';

/**
 * The Resource on the platform. `isDeleted`: it certainly has none, unlike while the API
 * server does not know the kind, such as when a Promise is installed again.
 */
export async function findResource(
  platform: Platform,
  ref: ObjectRef,
): Promise<{ resource: Manifest | undefined; isDeleted: boolean }> {
  try {
    return { resource: await platform.get(ref), isDeleted: false };
  } catch (error) {
    return {
      resource: ifNotFound(error),
      isDeleted:
        platform.readsFrom === 'repository' ||
        error instanceof ObjectNotFoundError,
    };
  }
}

/**
 * Whether its Resource has been on the platform: it has landed, or the API server has
 * answered with the object when it was written. What was written to a repository may still
 * be on its way.
 */
export const wasOnPlatform = (
  { record, receipt }: StoredRequest,
  { readsFrom }: Platform,
): boolean =>
  record.state === 'landed' ||
  (readsFrom === 'cluster' && receipt?.uid !== undefined);
