import { isDeepStrictEqual } from 'node:util';
import {
  asText,
  at,
  conditionsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  type KubernetesClient,
  type ListOptions,
  type ObjectKey,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { now, randomSuffix } from './names';

const ATTEMPTS = 8;

/** The reads and writes that controllers make, safe against concurrent writers. */
export class Cluster {
  constructor(readonly client: KubernetesClient) {}

  async find(
    type: ResourceType,
    key: ObjectKey,
  ): Promise<Manifest | undefined> {
    return this.client.get(type, key).catch(ifNotFound);
  }

  async list(type: ResourceType, options?: ListOptions): Promise<Manifest[]> {
    const list = await this.client.list(type, options).catch(ifNotFound);
    return list?.items ?? [];
  }

  /** Reads, changes and writes the status until nobody else wrote in between. */
  async updateStatus(
    type: ResourceType,
    key: ObjectKey,
    change: (status: JsonObject, object: Manifest) => void,
  ): Promise<void> {
    await this.#update(type, key, 'status', object => {
      const status = structuredClone(object.status ?? {}) as JsonObject;
      change(status, object);
      return { ...object, status };
    });
  }

  /** Sets labels; `null` removes one. */
  async label(
    type: ResourceType,
    key: ObjectKey,
    labels: Record<string, string | null>,
  ): Promise<void> {
    await this.client
      .patch(type, key, { metadata: { labels } })
      .catch(ifNotFound);
  }

  async setFinalizers(
    type: ResourceType,
    key: ObjectKey,
    change: (finalizers: string[]) => string[],
  ): Promise<void> {
    await this.#update(type, key, undefined, object => ({
      ...object,
      metadata: {
        ...object.metadata,
        finalizers: change(object.metadata.finalizers ?? []),
      },
    }));
  }

  async removeFinalizer(type: ResourceType, key: ObjectKey, name: string) {
    await this.setFinalizers(type, key, all => all.filter(f => f !== name));
  }

  async delete(type: ResourceType, key: ObjectKey): Promise<void> {
    await this.client.delete(type, key).catch(ifNotFound);
  }

  /** An Event in `events.k8s.io`, as Kratix's recorder writes them. */
  async event(
    about: Manifest,
    reason: string,
    note: string,
    type: 'Normal' | 'Warning' = 'Normal',
  ): Promise<void> {
    const namespace = about.metadata.namespace ?? 'default';
    await this.client
      .create(resourceTypes.events, {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: {
          name: `${about.metadata.name}.${Date.now().toString(
            16,
          )}${randomSuffix()}`,
          namespace,
        },
        eventTime: new Date().toISOString().replace('Z', '000Z'),
        action: reason,
        reason,
        note,
        type,
        regarding: {
          apiVersion: about.apiVersion,
          kind: about.kind,
          name: about.metadata.name,
          ...(about.metadata.namespace ? { namespace } : {}),
          uid: about.metadata.uid,
        },
        reportingController: 'kratix-simulator',
        reportingInstance: 'kratix-simulator',
      } as Manifest)
      .catch(ifNotFound);
  }

  async #update(
    type: ResourceType,
    key: ObjectKey,
    subresource: 'status' | undefined,
    change: (object: Manifest) => Manifest,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const object = await this.find(type, key);
      if (!object) return;
      const changed = change(object);
      if (isDeepStrictEqual(changed, object)) return;
      try {
        await this.client.replace(type, changed, subresource);
        return;
      } catch (error) {
        const name = (error as Error).name;
        if (name === 'NotFoundError') return;
        if (name !== 'ConflictError' || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

/** For `catch` of a create: an object that exists already is no error. */
export function ignoreIfExists(error: unknown): undefined {
  if ((error as Error).name === 'ConflictError') return undefined;
  throw error;
}

/** Sets a condition; its time moves only when something else in it does. */
export function setCondition(
  status: JsonObject,
  type: string,
  value: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
) {
  const list = (
    Array.isArray(status.conditions) ? status.conditions : []
  ) as JsonObject[];
  const old = list.find(c => c.type === type);
  if (
    old?.status === value &&
    old.reason === reason &&
    old.message === message
  ) {
    return;
  }
  const condition = {
    type,
    status: value,
    reason,
    message,
    lastTransitionTime: now(),
  };
  status.conditions = old
    ? list.map(c => (c === old ? condition : c))
    : [...list, condition];
}

export const condition = (object: unknown, type: string) =>
  conditionsOf(object).find(c => c.type === type);

export const label = (object: Manifest, name: string) =>
  asText(at(object, 'metadata', 'labels', name));
