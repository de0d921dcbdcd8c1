import type { Manifest, ObjectRef } from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Platform } from '../../platform/Platform';
import { ifNotAllowed } from '../../utils/ifNotAllowed';
import { parseRecordedManifest } from '../dispatch/sendToPlatform';
import type { RequestStore } from '../store/RequestStore';
import type { Proposal } from './AuthorizedRequest';

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
    // Somebody without the right to read the cluster may still make requests.
    (await cluster?.get(ref).catch(ifNotFound).catch(ifNotAllowed))
  );
}

/** Finds the open proposals of a Resource that does not exist yet, newest first. */
export async function findProposals(
  store: RequestStore,
  about: { promise: string; ref: ObjectRef },
): Promise<Proposal[]> {
  const proposals = await store.listProposalsOf(about);
  return proposals
    .filter(({ record }) => record.manifest !== undefined)
    .map(({ record }) => ({
      manifest: parseRecordedManifest(record.manifest),
      by: record.requestedBy,
    }));
}
