import { setMaxListeners } from 'node:events';
import { isError } from '@backstage/errors';
import type { BindingView, Manifest } from '@syntasso/plugin-ske-common';
import { waitAtMost } from '@syntasso/plugin-ske-node';
import { concurrencyOf } from '../config/controllerConfig';
import { byAge } from '../platform/byAge';
import type { Watch } from '../platform/PlatformApi';
import { systemClock, type Clock } from '../queue/clock';
import { runQueue, type Run } from '../queue/runQueue';
import type { Metrics } from '../status/Metrics';
import type { WorkQueue } from '../queue/WorkQueue';
import type { CreatedWriter } from '../writers/createWriter';
import { createReconcile } from './reconcile';
import { createContext, type Parts } from './createContext';
import { subscribe } from './subscribe';
import type { SyncContext } from './SyncContext';
import { idOfKey, keyOfResource, type SyncKey } from './SyncKey';
import { enqueueOrphans } from './sweepOrphans';

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

  constructor(options: Parts & { clock?: Clock }) {
    const { clock = systemClock } = options;
    this.#clock = clock;
    this.#created = options.created;
    this.#metrics = options.metrics;
    this.#context = createContext({ ...options, clock });
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
