import { isError } from '@backstage/errors';
import type { KubernetesPlatform } from '../../platform/KubernetesPlatform';

/** How long it waits to know whether the platform has what previews need. */
const KNOWN_WITHIN_MS = 30_000;

/**
 * Deletes what previews have left on the platform whose backend was killed, where the
 * platform has what they need.
 *
 * @param own - the platform with Backstage's own credential, if it has one
 */
export async function deleteLeftOverPreviews(
  own: Pick<KubernetesPlatform, 'client' | 'live'> | undefined,
): Promise<void> {
  if (!own) return;
  const { client, live } = own;
  const signal = AbortSignal.timeout(KNOWN_WITHIN_MS);
  for (const { preview } of live.engines) {
    if (!preview) continue;
    try {
      if (!(await preview.checkOffered(live, signal))) continue;
      await preview.deleteLeftOvers(client, live.namespaces ?? []);
    } catch (error) {
      // The page of the platform's health says that a right is missing.
      if (!isError(error) || error.name !== 'NotAllowedError') throw error;
    }
  }
}
