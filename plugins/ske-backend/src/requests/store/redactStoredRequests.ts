import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  kratix,
  MASK,
  promiseRef,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { Platform } from '../../platform/Platform';
import type { PlatformProvider } from '../../platform/PlatformProvider';
import { maskText } from '../../redaction/maskText';
import { formatManifest } from '../../platform/git/manifestFile';
import { redactResource, secretsOfResource } from '../../redaction/secrets';
import { parseRecordedManifest } from '../dispatch/sendToPlatform';
import { maskTarget } from '../dispatch/pullRequestTarget';
import { getBackstagePlatform } from '../../platform/getBackstagePlatform';
import type { RequestStore } from './RequestStore';
import type { StoredRequest } from './requestRow';

/** How many rows are read at a time. */
const AT_ONCE = 100;

/**
 * Takes the secrets out of rows that an older version has written. What is still
 * to be sent is left until it is. When there are new rules for what is a secret, a
 * migration that sets `redacted` to false has it done again.
 */
export async function redactStoredRequests(options: {
  store: RequestStore;
  platformProvider: PlatformProvider;
  logger: LoggerService;
}): Promise<void> {
  const { store, platformProvider, logger } = options;
  const platform = getBackstagePlatform(platformProvider);
  for (;;) {
    const rows = await store.listUnredacted(AT_ONCE);
    for (const stored of rows) {
      const foundOffering = await findOffering(platform, stored);
      await store.storeRedacted(
        stored.record.id,
        textsOf(stored, foundOffering),
      );
    }
    if (rows.length > 0) {
      logger.info(`${rows.length} stored requests have no secrets any more`);
    }
    if (rows.length < AT_ONCE) return;
  }
}

/** The offering of a request, as far as anybody can tell. */
type Found =
  | { kind: 'known'; offering: Offering }
  /** Without its API, secrets are only found by their form. */
  | { kind: 'gone' }
  /** Backstage has no credential of its own to ask with. */
  | { kind: 'unknown' };

/** @throws while the platform does not answer; the task tries again the next time. */
async function findOffering(
  platform: Platform | undefined,
  { record }: StoredRequest,
): Promise<Found> {
  if (!platform) return { kind: 'unknown' };
  try {
    const offering = await platform.offeringOf(record.ref);
    return { kind: 'known', offering };
  } catch (error) {
    if (!isError(error) || error.name !== 'NotAllowedError') throw error;
    // The error is the same without the right to list offerings; this one then throws.
    await platform.listOfferings();
    return { kind: 'gone' };
  }
}

/** The texts of a row without secrets; none where secrets cannot be found. */
function textsOf({ record, context }: StoredRequest, foundOffering: Found) {
  if (foundOffering.kind === 'unknown') {
    const { target: _, ...rest } = context;
    return {
      ...{ manifest: undefined, before: undefined, message: undefined },
      context: { ...rest, hasWholeManifest: false },
    };
  }
  const offering =
    foundOffering.kind === 'known'
      ? foundOffering.offering
      : offeringWithoutApi(record.promise);
  const secrets: string[] = [];
  const redacted = (text: string | undefined) => {
    const manifest = text === undefined ? undefined : readable(text);
    // What cannot be read cannot be gone through.
    if (!manifest) return undefined;
    secrets.push(...secretsOfResource(manifest, offering));
    return formatManifest(redactResource(manifest, offering, () => MASK));
  };
  const manifest = redacted(record.manifest);
  const before = redacted(record.before);
  const { target } = context;
  return {
    manifest,
    before,
    message: record.message && maskText(record.message, secrets),
    context: {
      ...context,
      target: target && { ...target, ...maskTarget(target, secrets) },
      hasWholeManifest: context.hasWholeManifest && secrets.length === 0,
    },
  };
}

/** Stands for an offering that is gone: it has no API to find secrets by. */
function offeringWithoutApi(name: string): Offering {
  const { apiVersion, kind } = promiseRef(name);
  return kratix.offeringOf({ apiVersion, kind, metadata: { name } });
}

function readable(text: string): Manifest | undefined {
  try {
    return parseRecordedManifest(text);
  } catch {
    return undefined;
  }
}
