import {
  asText,
  at,
  isObject,
  objectsOf,
  promiseApiOf,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  SharedInformer,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { CatalogEntities } from '../catalog/CatalogEntities';

/** Index names used by the informers. */
export const byApi = 'api';
export const byOwner = 'owner';
export const byWork = 'work';
export const byJob = 'job';

/** Value of the owner index for one Promise's or Resource's belongings. */
export const ownerKey = (
  promise: string,
  resource?: { namespace?: string; name: string },
) =>
  resource
    ? `${promise}/${resource.namespace ?? ''}/${resource.name}`
    : promise;

/**
 * All shared watches on one platform with one credential. Asking for the same
 * watch twice gives the same one.
 */
export class LivePlatform {
  readonly #client: KubernetesClient;
  readonly #informers = new Map<string, SharedInformer>();
  /** Names in the catalog; filled by direct discovery, empty without it. */
  readonly entities = new CatalogEntities();
  readonly promises: SharedInformer;
  readonly works: SharedInformer;
  readonly workPlacements: SharedInformer;
  readonly destinations: SharedInformer;
  readonly jobs: SharedInformer;
  readonly pods: SharedInformer;

  constructor(readonly name: string, client: KubernetesClient) {
    this.#client = client;
    const owned = { [byOwner]: ownersOf };
    this.promises = this.#informer(resourceTypes.promises, {
      indexes: { [byApi]: apisOf },
    });
    this.works = this.#informer(resourceTypes.works, {
      list: { labelSelector: 'kratix.io/promise-name' },
      indexes: owned,
      keep: withoutContent,
    });
    this.workPlacements = this.#informer(resourceTypes.workPlacements, {
      indexes: {
        [byWork]: object => [
          `${object.metadata.namespace}/${at(
            object,
            'metadata',
            'labels',
            'kratix.io/work',
          )}`,
        ],
      },
      keep: withoutContent,
    });
    this.destinations = this.#informer(resourceTypes.destinations);
    const ofKratix = { labelSelector: 'app.kubernetes.io/managed-by=Kratix' };
    this.jobs = this.#informer(resourceTypes.jobs, {
      list: ofKratix,
      indexes: owned,
      keep: withoutTemplate,
    });
    this.pods = this.#informer(resourceTypes.pods, {
      list: ofKratix,
      indexes: {
        [byJob]: object => [
          `${object.metadata.namespace}/${
            asText(at(object, 'metadata', 'labels', 'job-name')) ??
            at(object, 'metadata', 'labels', 'batch.kubernetes.io/job-name')
          }`,
        ],
      },
      keep: withoutPodSpec,
    });
  }

  /** The watch on the Resources of an API. */
  resources(api: Pick<PromiseApi, 'group' | 'version' | 'plural'>) {
    const { group, version, plural } = api;
    return this.#informer({ group, version, plural }, {});
  }

  /** The watch on the Events about one object. */
  events(object: Manifest): SharedInformer {
    return this.#informer(resourceTypes.events, {
      list: {
        fieldSelector: `regarding.uid=${object.metadata.uid}`,
        namespace: object.metadata.namespace ?? 'default',
      },
    });
  }

  /** The Promise that offers a kind, as far as the watch knows. */
  promiseOffering(group: string, kind: string): Manifest | undefined {
    return this.promises.store.byIndex(byApi, `${group}/${kind}`)[0];
  }

  /** The Promise and API of a Resource's reference. */
  offerOf(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>) {
    const promise = this.promiseOffering(
      splitApiVersion(ref.apiVersion).group,
      ref.kind,
    );
    const api = promiseApiOf(promise);
    return promise && api ? { promise, api } : undefined;
  }

  /** Resolves when the Promises are known, or it is known that they cannot be. */
  async synced(signal: AbortSignal) {
    return this.promises.synced(signal);
  }

  retryNow() {
    this.#informers.forEach(informer => informer.retryNow());
  }

  stop() {
    this.#informers.forEach(informer => informer.stop());
  }

  #informer(
    type: ResourceType,
    options: Pick<
      ConstructorParameters<typeof SharedInformer>[0],
      'list' | 'indexes' | 'keep'
    > = {},
  ): SharedInformer {
    const key = JSON.stringify([type, options.list ?? {}]);
    let informer = this.#informers.get(key);
    if (!informer) {
      informer = new SharedInformer({ client: this.#client, type, ...options });
      this.#informers.set(key, informer);
    }
    return informer;
  }
}

function apisOf(promise: Manifest): string[] {
  const api = promiseApiOf(promise);
  return api ? [`${api.group}/${api.kind}`] : [];
}

/** Jobs and Works name their Promise, and the Resource if there is one. */
function ownersOf(object: Manifest): string[] {
  const label = (name: string) =>
    asText(at(object, 'metadata', 'labels', `kratix.io/${name}`));
  const promise = label('promise-name');
  const resource = label('resource-name');
  if (!promise) return [];
  const namespace = label('resource-namespace') ?? object.metadata.namespace;
  return [
    resource
      ? ownerKey(promise, { namespace, name: resource })
      : ownerKey(promise),
  ];
}

/** Works carry whole files; only their names are kept. */
function withoutContent(object: Manifest): Manifest {
  const bare = (group: JsonObject): JsonObject => ({
    ...group,
    workloads: objectsOf(group.workloads).map(w => ({
      filepath: w.filepath ?? '',
    })),
  });
  const spec = isObject(object.spec) ? object.spec : {};
  const groups = objectsOf(spec.workloadGroups);
  return {
    ...object,
    spec: {
      ...spec,
      ...(groups.length > 0 ? { workloadGroups: groups.map(bare) } : {}),
      ...(spec.workloads ? bare(spec) : {}),
    },
  };
}

const withoutTemplate = ({ spec: _, ...job }: Manifest): Manifest => job;

function withoutPodSpec(pod: Manifest): Manifest {
  const names = (list: unknown) =>
    objectsOf(list).map(c => ({ name: c.name ?? '' }));
  return {
    ...pod,
    spec: {
      initContainers: names(pod.spec?.initContainers),
      containers: names(pod.spec?.containers),
    },
  };
}
