import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import type { Requester } from '../Requester';
import { manifestOf } from '../dispatch/sendToPlatform';
import type { RequestStore } from '../store/RequestStore';

/**
 * What somebody else proposes as a Resource that does not exist yet. To request it
 * takes the place of theirs, as an update changes a Resource.
 *
 * @returns undefined where nobody else proposes it
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
