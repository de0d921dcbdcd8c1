import {
  attentionTimeOf,
  refOf,
  type Health,
  type HealthReasonCode,
  type HealthState,
  type Manifest,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';
import { objectKey } from '../entities/OfferedObjects';
import type { ClusterEngine, Watches } from './ClusterEngine';
import type { Watch, WatchListener } from './LiveSource';

/**
 * How long good news has to last before it is shown: a dead state store comes and goes
 * many times a second.
 */
export const LASTING_MS = 5_000;

/** Most objects whose bad health is held; the oldest ones are forgotten. */
const MOST_HELD = 10_000;

/** Timers do not run for long; a deletion in the future is looked at again. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** News that is shown at once, and stays until better news has lasted. */
const BAD: ReadonlySet<HealthState> = new Set(['failed', 'degraded']);

/** An object whose health was bad when it was looked at last, or a moment ago. */
interface Held {
  bad: Health;
  generation: number | undefined;
  object: Manifest;
  /** Runs while it is better. */
  timer: NodeJS.Timeout | undefined;
}

/**
 * The health of Promises and Resources as pages, tables and catalog show it, so that all
 * of them say the same and none flaps: bad news shows at once, good news when it has
 * lasted. Whoever shows health asks here at each change, not only when a view is built,
 * so that no bad moment is missed.
 */
export class ShownHealths implements Watch {
  readonly #engineOf: (offering: Offering) => ClusterEngine;
  readonly #watches: Watches;
  readonly #held = new Map<string, Held>();
  /** Until deletions take too long, by the keys of their objects. */
  readonly #deletionTimers = new Map<string, NodeJS.Timeout>();
  readonly #listeners = new Set<WatchListener>();

  constructor(
    watches: Watches,
    engineOf: (offering: Offering) => ClusterEngine,
  ) {
    this.#watches = watches;
    this.#engineOf = engineOf;
  }

  /**
   * Calls the listener with an object whose good news has lasted, or whose deletion
   * takes so long that it needs attention: no watch reports either.
   *
   * @returns ends it
   */
  subscribe(listener: WatchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Looks at a Resource, so that no bad moment is missed.
   *
   * @returns its health as it is shown
   */
  observeResource(offered: OfferedResource): Health {
    const engine = this.#engineOf(offered.offering);
    return this.show(
      offered.resource,
      engine.resourceHealth(this.#watches, offered),
    );
  }

  /** See {@link observeResource}. */
  observeOffering(offering: Offering): Health {
    const { source } = offering;
    if (source.kind !== 'definition') return offering.health;
    const health = this.#engineOf(offering).offeringHealth(
      this.#watches,
      offering,
    );
    return this.show(source.definition, health);
  }

  /**
   * Looks at an object whose health is computed already, see {@link observeResource}.
   *
   * @returns its health as it is shown
   */
  show(object: Manifest, health: Health): Health {
    const key = objectKey(refOf(object));
    this.#awaitAttention(key, object);
    const found = this.#held.get(key);
    const held =
      found?.object.metadata.uid === object.metadata.uid ? found : undefined;
    // It was deleted, and made again by the same name.
    if (found && !held) this.#release(key, found);
    if (BAD.has(health.state)) return this.#hold(key, object, health);
    if (!held) return health;
    if (!isHeldBack(health, object, held)) {
      this.#release(key, held);
      return health;
    }
    held.object = object;
    held.timer ??= setTimeout(() => {
      this.#release(key, held);
      this.#listeners.forEach(listener =>
        listener.onChange({ object: held.object }),
      );
    }, LASTING_MS).unref();
    return held.bad;
  }

  #hold(key: string, object: Manifest, health: Health): Health {
    const held = this.#held.get(key);
    clearTimeout(held?.timer);
    const { generation } = object.metadata;
    const isSame =
      held?.generation === generation &&
      held?.bad.state === health.state &&
      held.bad.reason.code === health.reason.code;
    // Nobody has seen it good in between, so it is bad since the first time.
    const bad = isSame ? { ...health, since: held.bad.since } : health;
    this.#held.delete(key);
    this.#held.set(key, { bad, generation, object, timer: undefined });
    const [[oldestKey, oldest]] = this.#held;
    if (this.#held.size > MOST_HELD) this.#release(oldestKey, oldest);
    return bad;
  }

  stop() {
    this.#held.forEach(({ timer }) => clearTimeout(timer));
    this.#held.clear();
    this.#deletionTimers.forEach(timer => clearTimeout(timer));
    this.#deletionTimers.clear();
  }

  #awaitAttention(key: string, object: Manifest) {
    const due = attentionTimeOf(object.metadata);
    if (due === undefined) {
      // It was made again by the same name.
      clearTimeout(this.#deletionTimers.get(key));
      this.#deletionTimers.delete(key);
      return;
    }
    const wait = due - Date.now();
    if (wait <= 0 || this.#deletionTimers.has(key)) return;
    const timer = setTimeout(() => {
      this.#deletionTimers.delete(key);
      this.#listeners.forEach(listener => listener.onChange({ object }));
    }, Math.min(wait, LONGEST_WAIT_MS) + 1).unref();
    this.#deletionTimers.set(key, timer);
  }

  #release(key: string, { timer }: Held) {
    clearTimeout(timer);
    this.#held.delete(key);
  }
}

/** Whether good news waits: it may be gone a moment later, and nobody has changed the object. */
function isHeldBack(
  { state, reason }: Health,
  { metadata }: Manifest,
  { generation }: Held,
): boolean {
  if (metadata.generation !== generation) return false;
  return (
    state === 'ready' ||
    (state === 'progressing' && !HAS_BEGUN.has(reason.code))
  );
}

/** Reasons for In progress that show at once: something really happens, or is about to. */
const HAS_BEGUN: ReadonlySet<HealthReasonCode> = new Set([
  'pipelinePending',
  'pipelineRunning',
  'newSpecNotTakenUp',
]);
