import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asText,
  at,
  isObject,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { ResourceType } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import type { Cluster } from '../runtime/Cluster';

const configMaps: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
};

/**
 * A folder that stands for the root of a Pod's containers, with its volumes: empty ones,
 * and ConfigMaps. Containers share it, so that each volume is at the same path in all.
 */
export class PodFolder {
  private constructor(readonly root: string) {}

  /** @throws NotFoundError for a ConfigMap that is not there. */
  static async prepare(cluster: Cluster, pod: Manifest): Promise<PodFolder> {
    const root = await mkdtemp(join(tmpdir(), 'simulated-pod-'));
    const folder = new PodFolder(root);
    try {
      await folder.#mountAll(cluster, pod);
    } catch (error) {
      await folder.remove();
      throw error;
    }
    return folder;
  }

  async remove() {
    await rm(this.root, { recursive: true, force: true });
  }

  async #mountAll(cluster: Cluster, pod: Manifest) {
    const volumes = objectsOf(at(pod, 'spec', 'volumes'));
    const mounts = [
      ...objectsOf(at(pod, 'spec', 'initContainers')),
      ...objectsOf(at(pod, 'spec', 'containers')),
    ].flatMap(container => objectsOf(container.volumeMounts));
    const paths = new Map(
      mounts.map(({ name, mountPath }) => [
        asText(mountPath) ?? '',
        asText(name) ?? '',
      ]),
    );
    for (const [path, name] of paths) {
      const folder = join(this.root, path);
      await mkdir(folder, { recursive: true });
      const volume = volumes.find(one => one.name === name);
      const configMap = at(volume, 'configMap');
      if (!isObject(configMap)) continue;
      const object = await cluster.client.get(configMaps, {
        namespace: pod.metadata.namespace,
        name: asText(configMap.name) ?? '',
      });
      await writeItems(folder, configMap, object);
    }
  }
}

async function writeItems(
  folder: string,
  { items }: JsonObject,
  configMap: Manifest,
) {
  const data = at(configMap, 'data');
  const texts = isObject(data) ? data : {};
  const wanted = Array.isArray(items)
    ? objectsOf(items)
    : Object.keys(texts).map(key => ({ key, path: key }));
  for (const { key, path } of wanted) {
    const text = asText(texts[String(key)]) ?? '';
    await writeFile(join(folder, String(path)), text);
  }
}
