import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import type { Requester } from '../Requester';
import { manifestOf } from '../dispatch/sendToPlatform';
import type { RequestStore } from '../store/RequestStore';

/**
 * Finds somebody else's open proposal of a Resource that does not exist yet. A request
 * for the same replaces it, so it needs the right to update.
 *
 * @returns undefined where there is none
 */
export async function findProposed(
  store: RequestStore,
  about: { promise: string; ref: ObjectRef },
  { by }: Pick<Requester, 'by'>,
): Promise<Manifest | undefined> {
  const found = await store.listProposalsOf(about);
  const theirs = found.find(
    ({ record: { requestedBy, manifest } }) =>
      manifest !== undefined && !(by && requestedBy === by),
  );
  return theirs && manifestOf(theirs.record.manifest);
}
