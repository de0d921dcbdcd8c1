import { setMaxListeners } from 'node:events';
import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  SharedInformer,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { DynamicControllers } from './controllers/DynamicControllers';
import { dryRunReconciler, dryRunType } from './controllers/dryRun';
import { promiseReconciler } from './controllers/promise/promise';
import { namesRequiring } from './controllers/promise/requirements';
import { destinationReconciler } from './controllers/works/destination';
import { placementReconciler } from './controllers/works/placement';
import { workReconciler } from './controllers/works/work';
import { kratixCrds } from './crds';
import { install } from './install';
import { Kubelet } from './kubelet/Kubelet';
import { Cluster, label } from './runtime/Cluster';
import { Controller, type Key } from './runtime/Controller';
import { KRATIX } from './runtime/names';
import { keyOf, ownerOf } from './runtime/owners';
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
  /** Kratix's feature flag of that name: whether `DryRun` objects are run. */
  dryRun?: boolean;
}

/**
 * Kratix's manager and a kubelet on a Kubernetes API server. All state is in the API
 * server, so that a restarted simulator continues.
 */
export class Simulator {
  readonly #options: SimulatorOptions;
  readonly #cluster: Cluster;
  readonly #stop = new AbortController();

  constructor(options: SimulatorOptions) {
    this.#options = options;
    // Every controller and every pause listens to it.
    setMaxListeners(0, this.#stop.signal);
    this.#cluster = new Cluster(options.client);
  }

  /** Installs the CRDs and starts all controllers. Resolves when they watch. */
  async start(): Promise<void> {
    const { client } = this.#options;
    await install(client, this.#options.crds ?? kratixCrds());
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
      say: this.#options.say,
    });
    await kubelet.start();

    const all = (informer: SharedInformer) => () =>
      informer.store.list().map(keyOf);
    const dynamic = new DynamicControllers({
      cluster: this.#cluster,
      watched: { jobs, works, bindings, healthRecords },
      signal: this.#stop.signal,
      say: this.#options.say,
    });
    this.#controller('Promise', promiseReconciler(this.#cluster, dynamic))
      // Another Promise may require the one that has changed.
      .watch(promises, changed => [
        keyOf(changed),
        ...namesRequiring(changed).map(name => ({ name })),
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
    if (this.#options.dryRun) {
      this.#controller('DryRun', dryRunReconciler(this.#cluster)).watch(
        watch(dryRunType),
        object => [keyOf(object)],
      );
    }
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
}
