import { createHash } from 'node:crypto';
import type { Freshness, StreamEvent } from '@syntasso/plugin-ske-common';
import type { WatchState } from '@syntasso/plugin-ske-node';
import type { Manifest } from '@syntasso/plugin-ske-common';

/** What a subject looks like now. */
export type ViewState =
  | { kind: 'starting' }
  | { kind: 'known'; event: StreamEvent; freshness: Freshness }
  | { kind: 'unknown'; freshness: Freshness };

/** Hears that something is different now. */
export interface WatchListener {
  onChange: (change: { object: Manifest }) => void;
  onState: () => void;
}

/** Something that can be followed: a watch of a cluster, or a repository. */
export interface Watch {
  subscribe(listener: WatchListener): () => void;
}

/** What a subject's view is built from, and which of its objects concern it. */
export interface Dependency {
  watch: Watch;
  concerns?: (object: Manifest) => boolean;
  /** Hears of each change before the view is built anew. */
  onChange?: (object: Manifest) => void;
}

/** Builds the view of one subject, and names the watches that it needs. */
export interface ViewBuilder {
  /** How much time passes at least from one state to the next; default: none. */
  readonly pauseMs?: number;
  dependencies(): Dependency[];
  build(): ViewState;
}

/** A change as text that is ready to be sent. */
export type StreamUpdate =
  | { name: 'view'; event: StreamEvent; data: string; version: string }
  | { name: 'freshness'; data: string };

/** Hears each change. */
export type UpdateListener = (event: StreamUpdate) => void;

/** Something that can be listened to, and is built while somebody does. */
export interface ViewSource {
  /** Begins to listen; what is known is told at once. @returns stops it */
  subscribe(listener: UpdateListener): () => void;
}

/** How long changes are gathered before the state is built anew. */
const BATCH_MS = 10;

/**
 * Builds the view of one subject once for all who look at it. Watches are held while
 * somebody looks; a change that does not change the state is not told.
 */
export class LiveSource implements ViewSource {
  readonly #builder: ViewBuilder;
  readonly #onIdle: () => void;
  readonly #listeners = new Set<UpdateListener>();
  readonly #subscriptions = new Map<Watch, () => void>();
  #timer: NodeJS.Timeout | undefined;
  #builtAt = -Infinity;
  #view: Extract<StreamUpdate, { name: 'view' }> | undefined;
  #freshness: Extract<StreamUpdate, { name: 'freshness' }> | undefined;

  constructor(builder: ViewBuilder, onIdle: () => void) {
    this.#builder = builder;
    this.#onIdle = onIdle;
  }

  /** Begins to listen; what is known is told at once. */
  subscribe(listener: UpdateListener): () => void {
    this.#listeners.add(listener);
    if (this.#view) listener(this.#view);
    if (this.#freshness) listener(this.#freshness);
    if (this.#listeners.size === 1) this.#buildNow();
    return () => {
      if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#subscriptions.forEach(end => end());
      this.#subscriptions.clear();
      this.#onIdle();
    };
  }

  #scheduleBuild() {
    const { pauseMs = 0 } = this.#builder;
    const rest = this.#builtAt + pauseMs - performance.now();
    this.#timer ??= setTimeout(
      () => this.#buildNow(),
      Math.max(BATCH_MS, rest),
    );
  }

  #buildNow() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#listeners.size === 0) return;
    this.#builtAt = performance.now();
    this.#subscribeToWatches();
    const state = this.#builder.build();
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

  /** Follows what the subject depends on now; that may grow as it becomes known. */
  #subscribeToWatches() {
    const wanted = this.#builder.dependencies();
    for (const [watch, end] of this.#subscriptions) {
      if (wanted.some(dependency => dependency.watch === watch)) continue;
      end();
      this.#subscriptions.delete(watch);
    }
    for (const { watch, concerns, onChange } of wanted) {
      if (this.#subscriptions.has(watch)) continue;
      this.#subscriptions.set(
        watch,
        watch.subscribe({
          onChange: ({ object }) => {
            if (concerns && !concerns(object)) return;
            onChange?.(object);
            this.#scheduleBuild();
          },
          onState: () => this.#scheduleBuild(),
        }),
      );
    }
  }

  #send(event: StreamUpdate) {
    this.#listeners.forEach(listener => listener(event));
  }
}

/** The same view has the same version in every replica and after a restart. */
const versionOf = (data: string) =>
  createHash('sha256').update(data).digest('base64url').slice(0, 12);

/** The worst of several watches. */
export function freshnessOf(states: WatchState[]): Freshness {
  const stale = states.filter(s => s.kind === 'stale');
  if (stale.length === 0) return { state: 'live' };
  const first = [...stale].sort((a, b) => a.since.localeCompare(b.since))[0];
  return { state: 'stale', since: first.since, reason: first.reason };
}
