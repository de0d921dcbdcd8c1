import { NotFoundError } from '@backstage/errors';
import {
  manifestSchema,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import { parse } from 'yaml';
import type { Platform, Receipt } from '../../platform/Platform';
import { jsonIn } from '../../platform/readManifest';
import { redactResource } from '../../redaction/secrets';
import type { DispatchResult } from '../store/RequestStore';
import type { StoredRequest } from '../store/requestRow';

/** Sends a request to the platform, in whatever way its mode writes. */
export async function sendToPlatform(
  platform: Platform,
  { record, context }: StoredRequest,
  wanted?: Manifest,
): Promise<DispatchResult> {
  const by = record.requestedBy;
  if (record.action === 'Delete') {
    return dispatchResultOf(await platform.delete(record.ref, { by }));
  }
  // Only now: a deletion has none.
  const manifest = wanted ?? parseRecordedManifest(record.manifest);
  return dispatchResultOf(
    await platform.apply(
      { ...manifest, metadata: { ...manifest.metadata, ...context.seen } },
      { by },
    ),
  );
}

/**
 * Whether a deletion of this object was requested earlier and is still under way: its
 * file is gone from the repository, and the cluster still has the object.
 *
 * @param requests - of that object
 * @param before - only requests older than this count
 */
export function isBeingDeleted(
  present: Manifest,
  requests: StoredRequest[],
  before: Date,
): boolean {
  const since = Date.parse(present.metadata.creationTimestamp ?? '') || 0;
  return requests.some(({ record: { action, outcome, recordedAt } }) => {
    const recordedTime = Date.parse(recordedAt);
    const mayHaveBeenSent = outcome !== 'refused' && outcome !== 'lost';
    return (
      action === 'Delete' &&
      mayHaveBeenSent &&
      recordedTime >= since &&
      recordedTime < +before
    );
  });
}

/** What is remembered of a platform's answer. */
export function dispatchResultOf(receipt: Receipt): DispatchResult {
  switch (receipt.kind) {
    case 'committed':
      return { receipt: { commit: receipt.commit } };
    case 'applied': {
      const { uid, generation } = receipt.manifest.metadata;
      return { receipt: { uid, generation } };
    }
    default:
      return {};
  }
}

/** What was recorded, as an object again. */
export function parseRecordedManifest(text: string | undefined): Manifest {
  // What is long is stored as JSON.
  const content =
    jsonIn(text ?? '') ?? parse(text ?? '', { prettyErrors: false });
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new NotFoundError(
    'What was asked for is not recorded in a way that can be sent again.',
  );
}

/** What the commercial route answers to a deletion; the object without its secrets. */
export const deletionAnswerOf = (receipt: Receipt, offering: Offering) => {
  switch (receipt.kind) {
    case 'committed':
      return { commitHash: receipt.commit };
    case 'deleted': {
      // While finalizers hold it the platform answers with the object itself.
      const object = manifestSchema.safeParse(receipt.answer);
      return object.success
        ? redactResource(object.data, offering)
        : receipt.answer;
    }
    default:
      return {};
  }
};
