import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { fillSecrets, type Manifest } from '@syntasso/plugin-ske-common';
import type { ResourceRequests } from '../requests/ResourceRequests';

/**
 * Reads the manifest of a step, and puts the secrets of its task where the form has
 * their names.
 *
 * @throws InputError as `readManifest` does, and for a secret that is not there.
 */
export async function readRequest(
  requests: ResourceRequests,
  ctx: {
    secrets?: Record<string, string>;
    getInitiatorCredentials(): Promise<BackstageCredentials>;
  },
  text: string,
): Promise<Manifest> {
  const manifest = await requests.read(
    await ctx.getInitiatorCredentials(),
    text,
  );
  const { value, missing } = fillSecrets(manifest, ctx.secrets ?? {});
  if (missing.length === 0) return value;
  throw new InputError(
    `${missing.join(
      ', ',
    )}: is a secret that did not come with the task. Type it in again: nothing here stores it.`,
  );
}
