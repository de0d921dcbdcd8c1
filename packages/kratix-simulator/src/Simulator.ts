import { setMaxListeners } from 'node:events';
import {
  asText,
  at,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  SharedInformer,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { promiseReconciler } from './controllers/promise';
import { resourceReconciler } from './controllers/resource';
import {
  destinationReconciler,
  placementReconciler,
  workReconciler,
} from './controllers/works';
import { kratixCrds } from './crds';
import { Kubelet } from './kubelet/Kubelet';
import { Cluster, condition, ifTaken, label } from './runtime/Cluster';
import { Controller, type Key } from './runtime/Controller';
import { KRATIX, SYSTEM_NAMESPACE } from './runtime/names';
import { createAdapter } from './workflow/adapter';

/** How a {@link Simulator} is run. */
export interface SimulatorOptions {
  client: KubernetesClient;
  say: (text: string) => void;
  /** CRDs to install instead of the simulator's own. */
  crds?: Manifest[];
  /** 2 means pipelines take half as long; default 1. */
  speed?: number;
  /** How long a state store takes to be written; default 1500 ms. */
  writeMs?: number;
}

const keyOf = (object: Manifest): Key => ({
  namespace: object.metadata.namespace,
  name: object.metadata.name,
});

/**
 * Kratix's manager and a kubelet on a Kubernetes API server: controllers that
 * speak the Kubernetes API and nothing else, and keep nothing that a restart
 * would lose.
 */
export class Simulator {
  readonly #options: SimulatorOptions;
  readonly #cluster: Cluster;
  readonly #stop = new AbortController();
  readonly #dynamic = new Map<
    string,
    { informer: SharedInformer; controller: Controller; key: string }
  >();

  constructor(options: SimulatorOptions) {
    this.#options = options;
    // Every controller and every wait listens to it.
    setMaxListeners(0, this.#stop.signal);
    this.#cluster = new Cluster(options.client);
  }

  /** Installs the CRDs and starts all controllers. Resolves when they listen. */
  async start(): Promise<void> {
    const { client } = this.#options;
    await this.#install();
    const watch = (type: ResourceType, labelSelector?: string) =>
      new SharedInformer({
        client,
        type,
        list: { labelSelector },
        lingerMs: 0,
      });
    const promises = watch(resourceTypes.promises);
    const works = watch(resourceTypes.works);
    const placements = watch(resourceTypes.workPlacements);
    const destinations = watch(resourceTypes.destinations);
    const jobs = watch(
      resourceTypes.jobs,
      'app.kubernetes.io/managed-by=Kratix',
    );
    const healthRecords = watch(resourceTypes.healthRecords);
    const bindings = watch(resourceTypes.resourceBindings);
    const stores = ['bucketstatestores', 'gitstatestores'].map(plural =>
      watch({ group: 'platform.kratix.io', version: 'v1alpha1', plural }),
    );

    const kubelet = new Kubelet({
      cluster: this.#cluster,
      jobs,
      adapter: createAdapter(this.#cluster),
      signal: this.#stop.signal,
      speed: this.#options.speed ?? 1,
    });
    await kubelet.start();

    const all = (informer: SharedInformer) => () =>
      informer.store.list().map(keyOf);
    this.#controller(
      'Promise',
      promiseReconciler(this.#cluster, {
        start: (name, api) =>
          this.#startDynamic(name, api, {
            jobs,
            works,
            bindings,
            healthRecords,
            promises,
          }),
        stop: name => this.#stopDynamic(name),
      }),
    )
      // A Promise may be what another one requires.
      .watch(promises, changed => [
        keyOf(changed),
        ...promises.store
          .list()
          .filter(p => requires(p, changed))
          .map(keyOf),
      ])
      .watch(jobs, ownerOf('promise'))
      .watch(works, ownerOf('promise'));
    this.#controller('Destination', destinationReconciler(this.#cluster))
      .watch(destinations, object => [keyOf(object)])
      .watch(stores[0], all(destinations))
      .watch(stores[1], all(destinations));
    this.#controller('Work', workReconciler(this.#cluster))
      .watch(works, object => [keyOf(object)])
      .watch(destinations, all(works))
      .watch(placements, object => [
        {
          namespace: object.metadata.namespace,
          name: label(object, `${KRATIX}work`) ?? '',
        },
      ]);
    this.#controller(
      'WorkPlacement',
      placementReconciler(this.#cluster, this.#options.writeMs ?? 1_500),
    ).watch(placements, object => [keyOf(object)]);
    this.#controller('Kubelet', key => kubelet.reconcile(key)).watch(
      jobs,
      object => [keyOf(object)],
    );
    this.#controller('HealthRecord', async key => {
      const record = healthRecords.store.get(key.namespace, key.name);
      const finalizer = `${KRATIX}health-record-cleanup`;
      if (!record) return undefined;
      await this.#cluster.setFinalizers(
        resourceTypes.healthRecords,
        key,
        finalizers =>
          record.metadata.deletionTimestamp
            ? finalizers.filter(f => f !== finalizer)
            : [...new Set([...finalizers, finalizer])],
      );
      return undefined;
    }).watch(healthRecords, object => [keyOf(object)]);

    await Promise.all(
      [promises, works, placements, destinations, jobs].map(informer =>
        informer.synced(this.#stop.signal),
      ),
    );
  }

  /** Ends all controllers and Pods. What is on the cluster stays. */
  stop() {
    this.#stop.abort();
    for (const name of [...this.#dynamic.keys()]) this.#stopDynamic(name);
  }

  async #install() {
    const { client } = this.#options;
    const crds = this.#options.crds ?? kratixCrds();
    for (const crd of crds) {
      await client.create(resourceTypes.crds, crd).catch(ifTaken);
    }
    for (const crd of crds) {
      for (;;) {
        const found = await client.get(resourceTypes.crds, crd.metadata);
        if (condition(found, 'Established')?.status === 'True') break;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    }
    await client
      .create(resourceTypes.namespaces, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: SYSTEM_NAMESPACE },
      })
      .catch(ifTaken);
  }

  #controller(
    name: string,
    reconcile: (key: Key) => Promise<{ againInMs: number } | void>,
  ) {
    return new Controller({
      name,
      reconcile,
      signal: this.#stop.signal,
      say: this.#options.say,
    });
  }

  #startDynamic(
    promiseName: string,
    api: PromiseApi,
    watched: Record<
      'jobs' | 'works' | 'bindings' | 'healthRecords' | 'promises',
      SharedInformer
    >,
  ) {
    const key = `${api.group}/${api.version}/${api.plural}`;
    if (this.#dynamic.get(promiseName)?.key === key) return;
    this.#stopDynamic(promiseName);
    const informer = new SharedInformer({
      client: this.#options.client,
      type: { group: api.group, version: api.version, plural: api.plural },
      lingerMs: 0,
    });
    const controller = this.#controller(
      api.kind,
      resourceReconciler(this.#cluster, promiseName, api),
    );
    const mine = (owner: (object: Manifest) => Key[]) => (object: Manifest) =>
      label(object, `${KRATIX}promise-name`) === promiseName
        ? owner(object)
        : [];
    controller
      .watch(informer, object => [keyOf(object)])
      .watch(watched.jobs, mine(ownerOf('resource')))
      .watch(watched.works, mine(ownerOf('resource')))
      .watch(watched.bindings, mine(ownerOf('resource')))
      .watch(watched.healthRecords, record => [
        {
          namespace:
            asText(at(record, 'data', 'resourceRef', 'namespace')) ??
            record.metadata.namespace,
          name: asText(at(record, 'data', 'resourceRef', 'name')) ?? '',
        },
      ])
      .watch(watched.promises, promise =>
        promise.metadata.name === promiseName
          ? informer.store.list().map(keyOf)
          : [],
      );
    this.#dynamic.set(promiseName, { informer, controller, key });
  }

  #stopDynamic(promiseName: string) {
    const running = this.#dynamic.get(promiseName);
    this.#dynamic.delete(promiseName);
    running?.controller.stop();
    running?.informer.stop();
  }
}

function requires(promise: Manifest, other: Manifest): boolean {
  const required = at(promise, 'spec', 'requiredPromises');
  return (
    Array.isArray(required) &&
    required.some(r => at(r, 'name') === other.metadata.name)
  );
}

/** The Promise or Resource that a Job, Work or binding belongs to. */
const ownerOf =
  (of: 'promise' | 'resource') =>
  (object: Manifest): Key[] => {
    const resource = label(object, `${KRATIX}resource-name`);
    const promise = label(object, `${KRATIX}promise-name`);
    if (of === 'resource') {
      return resource
        ? [{ namespace: object.metadata.namespace, name: resource }]
        : [];
    }
    return promise && !resource ? [{ name: promise }] : [];
  };
