import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  SharedInformer,
  type KubernetesClient,
  type ListOptions,
  type LogOptions,
  type ObjectKey,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { FIELD_MANAGER } from './names';
import type { PlatformApi, Watch, WatchOptions } from './PlatformApi';

/** The platform on a Kubernetes API server. */
export class ClusterPlatform implements PlatformApi {
  readonly #client: KubernetesClient;

  constructor(client: KubernetesClient) {
    this.#client = client;
  }

  find(type: ResourceType, key: ObjectKey): Promise<Manifest | undefined> {
    return this.#client.get(type, key).catch(ifNotFound);
  }

  async list(type: ResourceType, options?: ListOptions): Promise<Manifest[]> {
    const list = await this.#client.list(type, options).catch(ifNotFound);
    return list?.items ?? [];
  }

  create(type: ResourceType, object: Manifest): Promise<Manifest> {
    return this.#client.create(type, object);
  }

  apply(type: ResourceType, object: Manifest): Promise<Manifest> {
    return this.#client.apply(type, object, {
      fieldManager: FIELD_MANAGER,
      force: true,
    });
  }

  patch(
    type: ResourceType,
    key: ObjectKey,
    patch: object,
    subresource?: 'status',
  ): Promise<Manifest> {
    return this.#client.patch(type, key, patch, subresource);
  }

  replace(type: ResourceType, object: Manifest): Promise<Manifest> {
    return this.#client.replace(type, object);
  }

  async delete(type: ResourceType, key: ObjectKey): Promise<void> {
    await this.#client.delete(type, key).catch(ifNotFound);
  }

  log(
    pod: Required<ObjectKey>,
    options: LogOptions,
  ): Promise<string | undefined> {
    return this.#client.log(pod, options).catch(ifNotFound);
  }

  watch(options: WatchOptions): Watch {
    return new SharedInformer({ client: this.#client, ...options });
  }
}
