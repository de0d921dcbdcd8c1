import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import {
  Discovery,
  ifNotFound,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';

/**
 * Applies each document of a manifest, as `kubectl apply --server-side` does.
 *
 * @returns removes what was applied, but for CRDs: other tests of the run have installed
 * the same
 * @throws Error of the first document that is refused; those before it are removed.
 */
export async function applyManifest(
  client: KubernetesClient,
  manifest: string,
): Promise<() => Promise<void>> {
  const discovery = new Discovery(client);
  const objects: Manifest[] = [];
  const remove = async () => {
    for (const { apiVersion, kind, metadata } of [...objects].reverse()) {
      if (kind === 'CustomResourceDefinition') continue;
      const { namespace, name } = metadata;
      const type = await discovery.resolve(apiVersion, kind);
      await client.delete(type, { namespace, name }).catch(ifNotFound);
    }
  };
  try {
    for (const document of parseAllDocuments(manifest)) {
      const content: unknown = document.toJS();
      if (!content) continue;
      const object = manifestSchema.parse(content);
      const type = await discovery.resolve(object.apiVersion, object.kind);
      objects.push(
        await client.apply(type, object, {
          fieldManager: 'kubectl',
          // Other tests may have installed the CRD with another name of the manager.
          force: true,
        }),
      );
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
