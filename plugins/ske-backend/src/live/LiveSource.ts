import { createHash } from 'node:crypto';
import type { Freshness, StreamEvent } from '@syntasso/plugin-ske-common';
import type { WatchState } from '@syntasso/plugin-ske-node';
import type { Manifest } from '@syntasso/plugin-ske-common';

/** What a subject looks like now. */
export type ViewState =
  | { kind: 'starting' }
  | { kind: 'known'; event: StreamEvent; freshness: Freshness }
  | { kind: 'unknown'; freshness: Freshness };

/** Is called when what a watch has read, or how the watch stands, has changed. */
export interface WatchListener {
  onChange: (change: { object: Manifest }) => void;
  onState: () => void;
}

/** A watch of anything: of a type on a cluster, of a repository, or of the catalog. */
export interface Watch {
  subscribe(listener: WatchListener): () => void;
}

/** A watch that a view is built from, and which of its objects concern the view. */
export interface Dependency {
  watch: Watch;
  concerns?: (object: Manifest) => boolean;
  /** Called with each change before the view is built again. */
  onChange?: (object: Manifest) => void;
}

/** One subscription to a watch, for all that the view depends on of it now. */
interface Subscription {
  dependencies: Dependency[];
  end: () => void;
}

/** Builds the view of one subject, and names the watches that it needs. */
export interface ViewBuilder {
  /** The least time from one build to the next; default: {@link PAUSE_MS}. */
  readonly pauseMs?: number;
  dependencies(): Dependency[];
  build(): ViewState;
}

/** A change as text that is ready to be sent. */
export type StreamUpdate =
  | { name: 'view'; event: StreamEvent; data: string; version: string }
  | { name: 'freshness'; data: string }
  /** Why there is no view; it has no version. */
  | { name: 'refusal'; data: string };

/** Is called with each update. */
export type UpdateListener = (event: StreamUpdate) => void;

/** A view that is kept up to date while somebody listens. */
export interface ViewSource {
  /** Calls the listener with what is known, and with each update. @returns ends it */
  subscribe(listener: UpdateListener): () => void;
}

/** How long changes are gathered before the view is built again. */
const BATCH_MS = 10;
/** The least time from one build to the next: nobody can read a page that changes more often. */
const PAUSE_MS = 100;

/**
 * Builds the view of one subject, once for all listeners. It subscribes to its watches
 * while there are listeners, and sends an update only if the view is different.
 */
export class LiveSource implements ViewSource {
  readonly #builder: ViewBuilder;
  readonly #onIdle: () => void;
  readonly #listeners = new Set<UpdateListener>();
  readonly #subscriptions = new Map<Watch, Subscription>();
  #timer: NodeJS.Timeout | undefined;
  #builtAt = -Infinity;
  /** Since when no view can be built. */
  #failedAt: string | undefined;
  #view: Extract<StreamUpdate, { name: 'view' }> | undefined;
  #freshness: Extract<StreamUpdate, { name: 'freshness' }> | undefined;

  constructor(builder: ViewBuilder, onIdle: () => void) {
    this.#builder = builder;
    this.#onIdle = onIdle;
  }

  /** See {@link ViewSource.subscribe}. */
  subscribe(listener: UpdateListener): () => void {
    this.#listeners.add(listener);
    if (this.#view) listener(this.#view);
    if (this.#freshness) listener(this.#freshness);
    if (this.#listeners.size === 1) this.#buildNow();
    return () => {
      if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#subscriptions.forEach(({ end }) => end());
      this.#subscriptions.clear();
      this.#onIdle();
    };
  }

  #scheduleBuild() {
    const { pauseMs = PAUSE_MS } = this.#builder;
    const remainingMs = this.#builtAt + pauseMs - performance.now();
    this.#timer ??= setTimeout(
      () => this.#buildNow(),
      Math.max(BATCH_MS, remainingMs),
    );
  }

  #buildNow() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#listeners.size === 0) return;
    this.#builtAt = performance.now();
    const state = this.#build();
    if (state.kind === 'starting') return;
    if (state.kind === 'known') {
      const { event } = state;
      const data = JSON.stringify(event);
      if (data !== this.#view?.data) {
        this.#view = { name: 'view', event, data, version: versionOf(data) };
        this.#send(this.#view);
      }
    }
    const data = JSON.stringify({
      kind: 'freshness',
      freshness: state.freshness,
    } satisfies StreamEvent);
    if (data !== this.#freshness?.data) {
      this.#freshness = { name: 'freshness', data };
      this.#send(this.#freshness);
    }
  }

  /** What there is to show; an object that nobody can read must not end the whole process. */
  #build(): ViewState {
    try {
      this.#subscribeToWatches();
      const state = this.#builder.build();
      this.#failedAt = undefined;
      return state;
    } catch (error) {
      this.#failedAt ??= new Date().toISOString();
      const reason = `What is on the platform could not be read: ${
        (error as Error).message
      }`;
      return {
        kind: 'unknown',
        freshness: { state: 'stale', since: this.#failedAt, reason },
      };
    }
  }

  /** Subscribes to what the view depends on now: objects that appear add watches. */
  #subscribeToWatches() {
    const dependenciesByWatch = new Map<Watch, Dependency[]>();
    for (const dependency of this.#builder.dependencies()) {
      const { watch } = dependency;
      const ofWatch = dependenciesByWatch.get(watch) ?? [];
      dependenciesByWatch.set(watch, [...ofWatch, dependency]);
    }
    for (const [watch, { end }] of this.#subscriptions) {
      if (dependenciesByWatch.has(watch)) continue;
      end();
      this.#subscriptions.delete(watch);
    }
    for (const [watch, dependencies] of dependenciesByWatch) {
      const subscription = this.#subscriptions.get(watch);
      if (subscription) subscription.dependencies = dependencies;
      else
        this.#subscriptions.set(watch, this.#subscribeTo(watch, dependencies));
    }
  }

  #subscribeTo(watch: Watch, dependencies: Dependency[]): Subscription {
    const subscription: Subscription = { dependencies, end: () => {} };
    subscription.end = watch.subscribe({
      onChange: ({ object }) => {
        // All are told: onChange of some keeps notes for the next build.
        const concerned = subscription.dependencies.filter(
          ({ concerns }) => !concerns || concerns(object),
        );
        concerned.forEach(({ onChange }) => onChange?.(object));
        if (concerned.length > 0) this.#scheduleBuild();
      },
      onState: () => this.#scheduleBuild(),
    });
    return subscription;
  }

  #send(event: StreamUpdate) {
    this.#listeners.forEach(listener => listener(event));
  }
}

/** From the content: the same in every replica and after a restart. */
const versionOf = (data: string) =>
  createHash('sha256').update(data).digest('base64url').slice(0, 12);

/** How fresh a view of several watches is: as fresh as the worst of them. */
export function worstFreshnessOf(states: WatchState[]): Freshness {
  const stale = states.filter(s => s.kind === 'stale');
  if (stale.length === 0) return { state: 'live' };
  const oldest = [...stale].sort((a, b) => a.since.localeCompare(b.since))[0];
  return { state: 'stale', since: oldest.since, reason: oldest.reason };
}
