import { InputError, NotFoundError } from '@backstage/errors';
import {
  labels,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { versionsOf } from './versions';

/**
 * Moves a Resource to another version of its Promise, through its
 * ResourceBinding.
 *
 * @throws InputError when that version is not installed, NotFoundError when
 * the Resource has no binding.
 */
export async function upgrade(
  client: KubernetesClient,
  wanted: { ref: ObjectRef; offering: string; version: string },
): Promise<Manifest> {
  const { ref, offering: promise, version } = wanted;
  const revisions = await client.list(resourceTypes.promiseRevisions);
  const installed = versionsOf(promise, revisions.items);
  if (version !== 'latest' && !installed.includes(version)) {
    throw new InputError(
      `version: ${version} of Promise ${promise} is not installed. Installed: ${
        installed.join(', ') || 'none'
      }.`,
    );
  }
  const { items } = await client.list(resourceTypes.resourceBindings, {
    namespace: ref.namespace ?? 'default',
    labelSelector: `${labels.promiseName}=${promise},${labels.resourceName}=${ref.name}`,
  });
  if (items.length === 0) {
    throw new NotFoundError(
      `${ref.kind} ${ref.namespace}/${ref.name} has no ResourceBinding on the platform, so its version cannot be chosen.`,
    );
  }
  return client.patch(resourceTypes.resourceBindings, items[0].metadata, {
    spec: { version },
  });
}
