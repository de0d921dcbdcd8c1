import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import {
  Discovery,
  ifNotFound,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';

/** What a manifest has made on an API server. */
export interface Applied {
  /** The objects as the API server has them, in the order of the manifest. */
  objects: Manifest[];
  /** Removes them. CRDs stay: other tests of the run have installed the same. */
  remove(): Promise<void>;
}

/**
 * Applies each document of a manifest, as `kubectl apply --server-side` does.
 *
 * @throws Error of the first document that is refused; those before it are removed.
 */
export async function applyManifest(
  client: KubernetesClient,
  manifest: string,
): Promise<Applied> {
  const discovery = new Discovery(client);
  const objects: Manifest[] = [];
  const applied: Applied = {
    objects,
    async remove() {
      for (const { apiVersion, kind, metadata } of [...objects].reverse()) {
        if (kind === 'CustomResourceDefinition') continue;
        const { namespace, name } = metadata;
        const type = await discovery.resolve(apiVersion, kind);
        await client.delete(type, { namespace, name }).catch(ifNotFound);
      }
    },
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
    await applied.remove();
    throw error;
  }
  return applied;
}
