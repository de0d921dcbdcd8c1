import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Platform } from '../../platform/Platform';
import { parseRecordedManifest } from '../dispatch/sendToPlatform';
import type { Requester } from '../Requester';
import type { RequestStore } from '../store/RequestStore';

/**
 * An object that is there, or on its way: in the Git modes it may be in the
 * repository only, which the cluster follows, or on the cluster only, where a new
 * file for it would change it.
 */
export async function findExisting(
  platform: Platform,
  ref: ObjectRef,
): Promise<Manifest | undefined> {
  const { cluster } = platform;
  const present = await platform.get(ref).catch(ifNotFound);
  if (present || cluster === platform) return present;
  return (
    (await platform.getWritten(ref)) ??
    (await cluster?.get(ref).catch(ifNotVisible))
  );
}

/** In the Git modes somebody without the right to read the cluster may still make requests. */
function ifNotVisible(error: Error): undefined {
  if (error.name === 'NotAllowedError') return undefined;
  return ifNotFound(error);
}

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
  const proposals = await store.listProposalsOf(about);
  const proposalOfOther = proposals.find(
    ({ record: { requestedBy, manifest } }) =>
      manifest !== undefined && !(by && requestedBy === by),
  );
  return (
    proposalOfOther && parseRecordedManifest(proposalOfOther.record.manifest)
  );
}
