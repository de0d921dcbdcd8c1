import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { asText, at } from '@syntasso/plugin-ske-common';
import type { ResourceType } from '@syntasso/plugin-ske-node';
import type { PlatformApi } from '../platform/PlatformApi';

const SECRETS: ResourceType = { group: '', version: 'v1', plural: 'secrets' };

/** So long a Secret is kept: one that is replaced counts a minute later. */
const KEPT_MS = 60_000;

/** Where a Secret is, and who asks for it. */
export interface SecretPlace {
  platform: Pick<PlatformApi, 'find'>;
  namespace: string;
  name: string;
  /** Milliseconds; default: of the system's clock. */
  now?: () => number;
}

/**
 * Reads keys of a Secret, again and again, so that a new password counts without a restart.
 *
 * @throws InputError, NotFoundError or NotAllowedError that names the Secret and the key.
 */
export function secretValues<Key extends string>(
  place: SecretPlace,
  keys: readonly Key[],
): () => Promise<Record<Key, string>> {
  const now = place.now ?? Date.now;
  let kept: { values: Record<Key, string>; until: number } | undefined;
  return async () => {
    if (kept && now() < kept.until) return kept.values;
    const values = await readValues(place, keys);
    kept = { values, until: now() + KEPT_MS };
    return values;
  };
}

async function readValues<Key extends string>(
  { platform, namespace, name }: SecretPlace,
  keys: readonly Key[],
): Promise<Record<Key, string>> {
  const what = `Secret ${namespace}/${name} (output.secretRef)`;
  const secret = await platform
    .find(SECRETS, { namespace, name })
    .catch(error => {
      throw error instanceof NotAllowedError
        ? new NotAllowedError(
            `${error.message} The controller needs the verb get on ${what}: the chart gives it where output.secretRef is among its values.`,
            error,
          )
        : error;
    });
  if (!secret) {
    throw new NotFoundError(
      `${what} is not there. Create it with the keys ${keys.join(' and ')}.`,
    );
  }
  const missing = keys.filter(
    key => asText(at(secret, 'data', key)) === undefined,
  );
  if (missing.length > 0) {
    throw new InputError(
      `${what} has no ${missing.join(' and no ')}. Add it there.`,
    );
  }
  return Object.fromEntries(
    keys.map(key => [
      key,
      Buffer.from(asText(at(secret, 'data', key)) ?? '', 'base64')
        .toString()
        // An editor has ended the file with it from which the Secret was made.
        .replace(/\r?\n$/, ''),
    ]),
  ) as Record<Key, string>;
}
