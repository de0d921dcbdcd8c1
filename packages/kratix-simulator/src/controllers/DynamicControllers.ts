import {
  asText,
  at,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import { SharedInformer } from '@syntasso/plugin-ske-node';
import { label, type Cluster } from '../runtime/Cluster';
import { Controller, type Key } from '../runtime/Controller';
import { KRATIX } from '../runtime/names';
import { keyOf, ownerOf } from '../runtime/owners';
import { resourceReconciler } from './resource/resource';

/** What a Resource's controller watches besides its own kind. */
export type Watched = Record<
  'jobs' | 'works' | 'bindings' | 'healthRecords',
  SharedInformer
>;

/** One controller per Promise, for its Resources; another one when its API changes. */
export class DynamicControllers {
  readonly #cluster: Cluster;
  readonly #watched: Watched;
  readonly #signal: AbortSignal;
  readonly #say: (text: string) => void;
  readonly #running = new Map<
    string,
    { informer: SharedInformer; controller: Controller; api: string }
  >();

  constructor(options: {
    cluster: Cluster;
    watched: Watched;
    signal: AbortSignal;
    say: (text: string) => void;
  }) {
    this.#cluster = options.cluster;
    this.#watched = options.watched;
    this.#signal = options.signal;
    this.#say = options.say;
    options.signal.addEventListener('abort', () => {
      for (const name of [...this.#running.keys()]) this.stop(name);
    });
  }

  /** Starts a Promise's controller, unless it runs for this API already. */
  start(promiseName: string, api: PromiseApi) {
    const { group, version, plural } = api;
    const key = `${group}/${version}/${plural}`;
    if (this.#running.get(promiseName)?.api === key) return;
    this.stop(promiseName);
    const informer = new SharedInformer({
      client: this.#cluster.client,
      type: { group, version, plural },
      lingerMs: 0,
    });
    const controller = new Controller({
      name: api.kind,
      reconcile: resourceReconciler(this.#cluster, promiseName, api),
      signal: this.#signal,
      say: this.#say,
    });
    const ownResource = (object: Manifest): Key[] =>
      label(object, `${KRATIX}promise-name`) === promiseName
        ? ownerOf('resource')(object)
        : [];
    const { jobs, works, bindings, healthRecords } = this.#watched;
    // Not Promises: a Resource does not notice that its Promise is paused or unavailable
    // before something else about it changes.
    controller
      .watch(informer, object => [keyOf(object)])
      .watch(jobs, ownResource)
      .watch(works, ownResource)
      .watch(bindings, ownResource)
      .watch(healthRecords, record => [
        {
          namespace:
            asText(at(record, 'data', 'resourceRef', 'namespace')) ??
            record.metadata.namespace,
          name: asText(at(record, 'data', 'resourceRef', 'name')) ?? '',
        },
      ]);
    this.#running.set(promiseName, { informer, controller, api: key });
  }

  stop(promiseName: string) {
    const running = this.#running.get(promiseName);
    this.#running.delete(promiseName);
    running?.controller.stop();
    running?.informer.stop();
  }
}
