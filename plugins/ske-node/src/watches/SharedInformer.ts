import type { Manifest } from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import type { ListOptions } from '../kubernetes/query';
import type { ResourceType } from '../kubernetes/resourceType';
import { Indexer, type IndexFunction } from './Indexer';
import { Reflector } from './Reflector';
import type { Change } from './Store';
import type { WatchState } from './WatchState';

/** Is called with changes, and when the state of the watch changes. @public */
export interface InformerListener {
  onChange?(change: Change): void;
  onState?(state: WatchState): void;
}

/**
 * One upstream watch for any number of listeners. It starts with the first
 * listener and ends some time after the last one left, so that the number of
 * upstream requests does not depend on the number of open pages.
 *
 * @public
 */
export class SharedInformer {
  readonly #indexer: Indexer;
  readonly #newReflector: () => Reflector;
  readonly #lingerMs: number;
  readonly #onEnd: () => void;
  /** What is watched. */
  readonly type: ResourceType;
  /** Which part of it is watched. */
  readonly list: ListOptions;
  readonly #listeners = new Set<InformerListener>();
  #reflector: Reflector | undefined;
  #state: WatchState = { kind: 'starting' };
  #since = new Date();
  #lastError: string | undefined;
  #run: AbortController | undefined;
  #stopTimer: NodeJS.Timeout | undefined;

  constructor(options: {
    client: KubernetesClient;
    type: ResourceType;
    list?: ListOptions;
    indexes?: Record<string, IndexFunction>;
    /** Reduces an object to what is kept in memory. */
    keep?: (object: Manifest) => Manifest;
    /** How long the watch stays after its last listener left; default 30 s. */
    lingerMs?: number;
    /** See {@link Reflector}. */
    forgetWhenDenied?: boolean;
    /** Called when the watch has ended because it has no listeners any more. */
    onEnd?: () => void;
  }) {
    const keep = options.keep ?? (object => object);
    this.#lingerMs = options.lingerMs ?? 30_000;
    this.#onEnd = options.onEnd ?? (() => {});
    this.type = options.type;
    this.list = options.list ?? {};
    this.#indexer = new Indexer(
      options.indexes ?? {},
      change =>
        this.#listeners.forEach(listener => listener.onChange?.(change)),
      { keepsPart: options.keep !== undefined },
    );
    this.#newReflector = () =>
      new Reflector({
        client: options.client,
        type: options.type,
        list: options.list,
        forgetWhenDenied: options.forgetWhenDenied,
        store: {
          replace: objects => this.#indexer.replace(objects.map(keep)),
          retain: keys => this.#indexer.retain(keys),
          upsert: object => this.#indexer.upsert(keep(object)),
          remove: object => this.#indexer.remove(object),
        },
        onState: state => {
          if (state.kind !== this.#state.kind) this.#since = new Date();
          if (state.kind === 'stale') this.#lastError = state.reason;
          this.#state = state;
          this.#listeners.forEach(listener => listener.onState?.(state));
        },
      });
  }

  /**
   * What is known now. While the state is `starting`, or `stale` and `incomplete`,
   * it is filled object by object: what is not in it may still be there.
   */
  get store(): Pick<Indexer, 'get' | 'list' | 'byIndex'> {
    return this.#indexer;
  }

  get state(): WatchState {
    return this.#state;
  }

  /** Since when it is in this state. */
  get since(): Date {
    return this.#since;
  }

  /** The last error, also when the watch works again. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Whether the upstream watch runs. */
  get running(): boolean {
    return this.#run !== undefined;
  }

  /** Begins to listen; the returned function ends it. */
  subscribe(listener: InformerListener): () => void {
    this.#listeners.add(listener);
    clearTimeout(this.#stopTimer);
    if (!this.#run) this.#start();
    return () => {
      if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
      this.#stopTimer = setTimeout(() => {
        this.stop();
        this.#onEnd();
      }, this.#lingerMs);
      this.#stopTimer.unref();
    };
  }

  /** Resolves when the first list is there, or it is known that there is none. */
  async synced(signal: AbortSignal): Promise<WatchState> {
    if (this.#state.kind !== 'starting') return this.#state;
    return new Promise((resolve, reject) => {
      const end = this.subscribe({
        onState: state => {
          end();
          resolve(state);
        },
      });
      const onAbort = () => {
        end();
        reject(signal.reason);
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Tries at once, when the watch waits between retries. */
  retryNow() {
    this.#reflector?.retryNow();
  }

  /** Ends the upstream watch and forgets everything. */
  stop() {
    clearTimeout(this.#stopTimer);
    this.#run?.abort();
    this.#run = undefined;
    this.#reflector = undefined;
    // A denial is remembered, so that the next caller can watch a namespace at once.
    if (this.#state.kind !== 'denied') this.#state = { kind: 'starting' };
    this.#indexer.clear();
  }

  #start() {
    this.#run = new AbortController();
    this.#reflector = this.#newReflector();
    // run() never rejects: every failure is a state.
    void this.#reflector.run(this.#run.signal);
  }
}
