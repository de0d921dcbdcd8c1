import { InputError } from '@backstage/errors';
import { fillSecrets, type Manifest } from '@syntasso/plugin-ske-common';
import { readManifest } from '../platform/readManifest';

/**
 * Reads the manifest of a step, with the secrets of its task where the form has
 * their names.
 *
 * @throws InputError as `readManifest` does, and for a secret that is not there.
 */
export async function readRequest(
  text: string,
  secrets: Record<string, string> = {},
): Promise<Manifest> {
  const { value, missing } = fillSecrets(await readManifest(text), secrets);
  if (missing.length === 0) return value;
  throw new InputError(
    `${missing.join(
      ', ',
    )}: is a secret that did not come with the task. Type it in again; it is kept nowhere.`,
  );
}
