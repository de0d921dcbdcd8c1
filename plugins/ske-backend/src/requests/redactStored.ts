import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { MASK, type Manifest } from '@syntasso/plugin-ske-common';
import type { Platform } from '../platform/Platform';
import type { Platforms } from '../platform/Platforms';
import { maskText } from '../platform/maskText';
import { storedManifest } from '../platform/git/manifestFile';
import { redactResource, secretsOfResource } from '../platform/secrets';
import { manifestOf } from './delivery';
import { ownPlatform } from './ownPlatform';
import type { RequestStore } from './RequestStore';
import type { StoredRequest } from './row';

/** So many rows are gone through at a time. */
const AT_ONCE = 100;

/** Of a Promise that is gone only looks tell what is a secret. */
const UNKNOWN_PROMISE: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'unknown' },
};

/**
 * Takes the secrets out of rows that an older version has written. What is still
 * to be sent is left until it is.
 */
export async function redactStored(options: {
  store: RequestStore;
  platforms: Platforms;
  logger: LoggerService;
}): Promise<void> {
  const { store, platforms, logger } = options;
  const platform = ownPlatform(platforms);
  for (;;) {
    const rows = await store.unredacted(AT_ONCE);
    for (const stored of rows) {
      const promise = await promiseOf(platform, stored);
      await store.redacted(stored.record.id, redactedTexts(stored, promise));
    }
    if (rows.length > 0) {
      logger.info(`${rows.length} stored requests have no secrets any more`);
    }
    if (rows.length < AT_ONCE) return;
  }
}

/** @throws ServiceUnavailableError while the platform is away; the next time will do. */
async function promiseOf(
  platform: Platform | undefined,
  { record }: StoredRequest,
): Promise<Manifest> {
  if (!platform) return UNKNOWN_PROMISE;
  return platform.promiseOf(record.ref).catch(error => {
    if (isError(error) && error.name === 'NotAllowedError') {
      return UNKNOWN_PROMISE;
    }
    throw error;
  });
}

/** The texts of a row without secrets, and whether that has changed what was asked for. */
function redactedTexts({ record, context }: StoredRequest, promise: Manifest) {
  const secrets: string[] = [];
  const redacted = (text: string | undefined) => {
    if (text === undefined) return undefined;
    const manifest = readable(text);
    // What cannot be read cannot be gone through.
    if (!manifest) return undefined;
    secrets.push(...secretsOfResource(manifest, promise));
    return storedManifest(redactResource(manifest, promise, () => MASK));
  };
  const manifest = redacted(record.manifest);
  const before = redacted(record.before);
  const differs = record.manifest !== undefined && secrets.length > 0;
  return {
    manifest,
    before,
    message: record.message && maskText(record.message, secrets),
    context: { ...context, masked: context.masked || differs },
  };
}

function readable(text: string): Manifest | undefined {
  try {
    return manifestOf(text);
  } catch {
    return undefined;
  }
}
