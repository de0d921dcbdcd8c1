import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import type { Asker } from './asker';
import { manifestOf } from './delivery';
import type { RequestStore } from './RequestStore';

/**
 * What somebody else proposes as a Resource that does not exist yet. To request it
 * takes the place of theirs, as an update changes a Resource.
 *
 * @returns undefined where nobody else proposes it
 */
export async function findProposed(
  store: RequestStore,
  about: { promise: string; ref: ObjectRef },
  { by }: Pick<Asker, 'by'>,
): Promise<Manifest | undefined> {
  const found = await store.proposalsOf(about);
  const theirs = found.find(
    ({ record: { requestedBy, manifest } }) =>
      manifest !== undefined && !(by && requestedBy === by),
  );
  return theirs && manifestOf(theirs.record.manifest);
}
