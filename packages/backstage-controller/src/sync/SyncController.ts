import { setMaxListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import type { BindingView, Manifest } from '@syntasso/plugin-ske-common';
import { waitAtMost } from '@syntasso/plugin-ske-node';
import {
  concurrencyOf,
  type ControllerConfig,
} from '../config/controllerConfig';
import type { Log } from '../log/Log';
import { byAge } from '../platform/byAge';
import { controllerTypes } from '../platform/names';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import { PortalSource } from '../portals/PortalSource';
import { systemClock, type Clock } from '../queue/clock';
import { runQueue, type Run } from '../queue/runQueue';
import { WorkQueue } from '../queue/WorkQueue';
import { ConfigureRuns } from '../runs/ConfigureRuns';
import { BindingStates } from '../status/BindingStates';
import { ConditionWriter } from '../status/ConditionWriter';
import { EventRecorder } from '../status/EventRecorder';
import type { Metrics } from '../status/Metrics';
import type { CreatedWriter } from '../writers/createWriter';
import { ApiPatience } from './ApiPatience';
import { Bindings } from './Bindings';
import { CatalogNames } from './CatalogNames';
import { createResolve } from './createResolve';
import { NameRecall } from './NameRecall';
import { Outputs } from './Outputs';
import { createReconcile } from './reconcile';
import { subscribe } from './subscribe';
import type { SyncContext } from './SyncContext';
import { idOfKey, keyOfObject, keyOfResource, type SyncKey } from './SyncKey';
import { enqueueOrphans, orphansOf } from './sweepOrphans';
import { watchPromises } from './watchedTypes';

const SLICE = 200;
/** How long what runs may take to end. */
const LONGEST_END_MS = 10_000;

/** One replica's work while it is the leader: watches, compares, writes. Runs once. */
export class SyncController {
  readonly #context: SyncContext;
  readonly #created: CreatedWriter;
  readonly #metrics: Metrics;
  readonly #clock: Clock;
  readonly #endings: (() => void)[] = [];
  #isStopped = false;

  constructor(options: {
    platform: PlatformApi;
    config: ControllerConfig;
    created: CreatedWriter;
    log: Log;
    metrics: Metrics;
    /** The pod, for Events. */
    instance: string;
    clock?: Clock;
  }) {
    const { platform, config, log, metrics, clock = systemClock } = options;
    this.#clock = clock;
    this.#created = options.created;
    this.#metrics = metrics;
    const names = new CatalogNames();
    const outputs = new Outputs(options.created.writer, metrics);
    const context: SyncContext = {
      config,
      platform,
      log,
      names,
      queue: new WorkQueue<SyncKey>({ idOf: idOfKey, clock }),
      apiPatience: new ApiPatience(clock),
      promises: watchPromises(platform),
      portals: new PortalSource({ platform, configured: config.portals }),
      portalCustomizations: platform.watch({
        type: controllerTypes.portalCustomizations,
      }),
      entityCustomizations: platform.watch({
        type: controllerTypes.entityCustomizations,
      }),
      outputs,
      recall: new NameRecall({ outputs, names, log }),
      runs: new ConfigureRuns({
        platform,
        config,
        onChange: id => context.queue.add(keyOfObject(id)),
      }),
      conditions: new ConditionWriter(platform),
      events: new EventRecorder({ platform, log, instance: options.instance }),
      states: new BindingStates(),
      bindings: new Bindings({
        platform,
        names,
        listener: {
          onResource: (promise, resource) =>
            context.queue.add(keyOfResource(promise, resource)),
          onWatch: promise => {
            context.queue.add({ kind: 'promise', name: promise });
            context.enqueue(orphansOf(context, promise));
          },
        },
      }),
      resolve: promise => resolve(promise),
      enqueue: keys => void this.#enqueue([...keys]),
    };
    const resolve = createResolve(context);
    this.#context = context;
  }

  /** How many objects wait. */
  get queue(): Pick<WorkQueue<SyncKey>, 'depth' | 'oldestAgeMs' | 'isIdle'> {
    return this.#context.queue;
  }

  /** The watches without which nothing is known. */
  get watches(): Watch[] {
    const {
      promises,
      portals,
      portalCustomizations,
      entityCustomizations,
      runs,
    } = this.#context;
    const { works } = this.#created;
    return [
      ...[promises, portals.watch, portalCustomizations, entityCustomizations],
      ...(works ? [works] : []),
      ...runs.watches,
    ];
  }

  /** How each labelled Promise stands. */
  get bindings(): BindingView[] {
    const { states, bindings } = this.#context;
    return states.views(
      promise => bindings.get(promise)?.watch?.store.list().length ?? 0,
    );
  }

  /**
   * Works until it is stopped. What runs then may end.
   *
   * @param stop - ends it
   * @param lost - ends it at once: another replica may write by now
   */
  async run(stop: AbortSignal, lost: AbortSignal): Promise<void> {
    const { queue, config } = this.#context;
    const either = AbortSignal.any([stop, lost]);
    const work = new AbortController();
    [either, work.signal].forEach(signal => setMaxListeners(0, signal));
    const abortWork = () => work.abort(lost.reason);
    lost.addEventListener('abort', abortWork, { once: true });
    try {
      subscribe(this.#context, this.#created, end => this.#endings.push(end));
      await this.#begin(either);
      const reconcile = createReconcile(this.#context);
      const workers = runQueue(queue, {
        concurrency: concurrencyOf(config),
        work: key => reconcile(key, work.signal),
        onRun: run => this.#note(run, work.signal),
      });
      this.#resyncLater();
      await aborted(either);
      queue.stop();
      await waitAtMost(
        LONGEST_END_MS,
        workers,
        'Some objects were still being reconciled. What is written halfway is written again by whoever leads next.',
      );
    } catch (error) {
      if (!either.aborted) throw error;
      // It was stopped before it had begun, or what ran took too long.
      this.#context.log.warn('Stopped before all had ended', {
        reason: isError(error) ? error.message : String(error),
      });
    } finally {
      lost.removeEventListener('abort', abortWork);
      work.abort(new Error('The controller stops.'));
      this.#end();
    }
  }

  /** Reads all there is before anything is written: what is missing then is really missing. */
  async #begin(signal: AbortSignal) {
    const { promises, bindings, queue, recall } = this.#context;
    await Promise.all(this.watches.map(watch => watch.synced(signal)));
    queue.add({ kind: 'portals' });
    if (!(await recall.attempt(signal))) {
      queue.add({ kind: 'orphans' });
      return;
    }
    // The oldest first: of several that want a name it gets it.
    for (const promise of promises.store.list().sort(byAge)) {
      if (!promise.metadata.deletionTimestamp) this.#bindFirst(promise);
    }
    await Promise.all(bindings.watches.map(watch => watch.synced(signal)));
    enqueueOrphans(this.#context);
  }

  /** One that cannot be bound keeps no other from it: reconciling it says what is wrong. */
  #bindFirst(promise: Manifest) {
    const { bindings, resolve, log } = this.#context;
    try {
      const resolved = resolve(promise);
      if (resolved.kind === 'bound') bindings.bind(promise, resolved.binding);
    } catch (error) {
      log.warn('A Promise is not bound yet', {
        promise: promise.metadata.name,
        error: isError(error) ? error.message : String(error),
      });
    }
  }

  #resyncLater() {
    const { config } = this.#context;
    this.#endings.push(
      this.#clock.after(config.resyncPeriod, () => {
        if (this.#isStopped) return;
        this.#resync();
        this.#resyncLater();
      }),
    );
  }

  /** Compares everything again: somebody may have changed what is not watched. */
  #resync() {
    const { promises, bindings, enqueue, queue } = this.#context;
    queue.add({ kind: 'portals' });
    for (const { metadata } of promises.store.list()) {
      const { name } = metadata;
      const watch = bindings.get(name)?.watch;
      enqueue([
        { kind: 'promise', name },
        ...(watch?.store.list() ?? []).map(one => keyOfResource(name, one)),
      ]);
    }
    queue.add({ kind: 'orphans' });
  }

  async #enqueue(keys: SyncKey[]) {
    for (let start = 0; start < keys.length; start += SLICE) {
      const slice = keys.slice(start, start + SLICE);
      slice.forEach(key => this.#context.queue.add(key));
      await nextTurn();
    }
  }

  #note({ key, seconds, error }: Run<SyncKey>, signal: AbortSignal) {
    if (signal.aborted) return;
    this.#metrics.countReconcile(key.kind, seconds, error !== undefined);
    if (error === undefined) return;
    const { log, queue } = this.#context;
    const message = isError(error) ? error.message : String(error);
    const fields = {
      object: idOfKey(key),
      failures: queue.failuresOf(key),
      error: message,
    };
    const isPassing =
      isError(error) &&
      ['WriteLaterError', 'ConflictError'].includes(error.name);
    if (isPassing) log.info('Reconciled again later', fields);
    else log.error('Could not reconcile', fields);
  }

  #end() {
    this.#isStopped = true;
    const { queue, bindings } = this.#context;
    queue.stop();
    this.#endings.splice(0).forEach(end => end());
    bindings.stop();
    this.watches.forEach(watch => watch.stop());
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
