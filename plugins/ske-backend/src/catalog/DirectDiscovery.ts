import {
  attentionTimeOf,
  Backoff,
  type ObjectRef,
  type Offering,
  type OfferingApi,
} from '@syntasso/plugin-ske-common';
import type { Change } from '@syntasso/plugin-ske-node';
import type { ClusterWatches } from '../live/ClusterWatches';
import type { ObjectEntities } from '../entities/CatalogEntities';
import { objectKey } from '../entities/OfferedObjects';
import { StuckEntities } from './StuckEntities';
import { watchHealth } from './watchHealth';
import { PublishedEntities, type DiscoveryUpdate } from './PublishedEntities';

/** How long changes are gathered before they are published. */
const BATCH_MS = 25;
const RETRIES = { firstMs: 1_000, longestMs: 60_000 };

/** The watches on the Resources of one API. */
interface ResourceWatches {
  isComplete: () => boolean;
  end: () => void;
}

/**
 * Watches all offerings and Resources and publishes their entities. The first update
 * is full; all others only have what has changed, also after a watch was lost: when it
 * is back, its list shows what was missed. While a watch is down nothing is removed.
 */
export class DirectDiscovery {
  readonly #live: ClusterWatches;
  readonly #onUpdate: (update: DiscoveryUpdate) => Promise<void>;
  /** By API, in whatever version. */
  readonly #resourceWatches = new Map<string, ResourceWatches>();
  /** The API whose Resources count as an offering's, by the offering's key. */
  readonly #apis = new Map<string, string>();
  readonly #published: PublishedEntities;
  readonly #stuck = new StuckEntities();
  /** When an object will need attention if nothing changes, by its key. */
  readonly #attentionTimes = new Map<string, number>();
  #stopWatchingOfferings: (() => void) | undefined;
  #stopWatchingHealth = () => {};
  /** Grows with each update in a row that could not be published. */
  readonly #backoff = new Backoff(RETRIES);
  #timer: NodeJS.Timeout | undefined;
  #attentionTimer: NodeJS.Timeout | undefined;
  #publishing: Promise<void> = Promise.resolve();

  constructor(
    live: ClusterWatches,
    onUpdate: (update: DiscoveryUpdate) => Promise<void>,
  ) {
    this.#live = live;
    this.#onUpdate = onUpdate;
    this.#published = new PublishedEntities(
      `ske:${live.name.replace(/[^\w.-]+/g, '-')}`,
      entity => this.#stuck.withMark(entity),
    );
  }

  start() {
    if (this.#stopWatchingOfferings) return;
    const { offerings } = this.#live;
    this.#stopWatchingOfferings = offerings.subscribe({
      onChange: ({ kind, offering }) => {
        if (kind === 'deleted') this.#removeOffering(offering);
        else this.#putOffering(offering);
        this.#schedulePublish();
      },
      onState: () => this.#schedulePublish(),
    });
    this.#stopWatchingHealth = watchHealth(this.#live, () =>
      this.#schedulePublish(),
    );
    // Their watch may run already, for open pages: it does not report them again.
    offerings.list().forEach(offering => this.#putOffering(offering));
    this.#schedulePublish();
  }

  /** Publishes Resources again of which something else than the object has changed. */
  republish(refs: ObjectRef[]) {
    for (const ref of refs) {
      this.#live.entities.objects.markChanged(objectKey(ref));
    }
    if (this.#stopWatchingOfferings) this.#schedulePublish();
  }

  /** References of all entities that were published. */
  get publishedRefs(): string[] {
    return this.#published.refs;
  }

  /** The location that the annotations of its entities name. */
  get location(): string {
    return this.#published.location;
  }

  /**
   * Publishes entities again that the catalog has taken and does not show.
   *
   * @returns their references
   */
  republishMissing(shown: ReadonlySet<string>): string[] {
    const { stuck, unmarked } = this.#stuck.update(this.publishedRefs, shown);
    for (const ref of [...stuck, ...unmarked]) {
      const key = this.#published.keyOf(ref);
      if (key) this.#live.entities.objects.markChanged(key);
    }
    if (stuck.length + unmarked.length > 0 && this.#stopWatchingOfferings)
      this.#schedulePublish();
    return stuck;
  }

  /** Ends all watches for good. */
  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#attentionTimer);
    this.#stopWatchingOfferings?.();
    this.#stopWatchingOfferings = undefined;
    this.#stopWatchingHealth();
    this.#resourceWatches.forEach(({ end }) => end());
    this.#resourceWatches.clear();
    this.#apis.clear();
  }

  #putOffering(offering: Offering) {
    const { objects } = this.#live.entities;
    const apiBefore = this.#apis.get(objectKey(offering.ref));
    const currentApi = apiKeyOf(offering);
    if (apiBefore !== currentApi)
      this.#stopWatchingResources(offering, apiBefore);
    objects.putOffering(offering);
    this.#watchResources(offering);
    // Another offering may have the API that this one had.
    if (apiBefore !== undefined && apiBefore !== currentApi)
      this.#watchAllResources();
  }

  #removeOffering(offering: Offering) {
    const apiBefore = this.#apis.get(objectKey(offering.ref));
    this.#stopWatchingResources(offering, apiBefore);
    this.#live.entities.objects.removeOffering(offering);
    if (apiBefore !== undefined) this.#watchAllResources();
  }

  /** Watches an offering's Resources. Of two offerings with the same API the first one has them. */
  #watchResources(offering: Offering) {
    const api = apiKeyOf(offering);
    if (api === undefined) return;
    const kind = withoutVersion(api);
    if (this.#resourceWatches.has(kind)) return;
    this.#apis.set(objectKey(offering.ref), api);
    const informers = this.#live.allResources(offering);
    this.#resourceWatches.set(kind, {
      isComplete: () => informers.every(({ state }) => isKnown(state)),
      end: () => ends.forEach(end => end()),
    });
    const ends = informers.map(informer => {
      const end = informer.subscribe({
        onChange: change => {
          this.#applyChange(offering, change);
          this.#schedulePublish();
        },
        onState: () => this.#schedulePublish(),
      });
      informer.store
        .list()
        .forEach(object =>
          this.#applyChange(offering, { kind: 'added', object }),
        );
      return end;
    });
  }

  #applyChange(offering: Offering, { kind, object }: Change) {
    const { objects } = this.#live.entities;
    if (kind === 'deleted') objects.removeResource(offering, object);
    else {
      objects.putResource(offering, object);
      this.#live.healths.resource({ offering, resource: object });
    }
  }

  #stopWatchingResources({ ref }: Offering, api: string | undefined) {
    if (api === undefined) return;
    this.#resourceWatches.get(withoutVersion(api))?.end();
    this.#resourceWatches.delete(withoutVersion(api));
    this.#apis.delete(objectKey(ref));
    this.#live.entities.objects.removeResources(ref);
  }

  /** Finds another offering for an API that has lost its own. */
  #watchAllResources() {
    this.#live.offerings
      .list()
      .forEach(offering => this.#watchResources(offering));
  }

  #schedulePublish(afterMs = BATCH_MS) {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // One update at a time, in order.
      this.#publishing = this.#publishing.then(() => this.#publish());
    }, afterMs);
    this.#timer.unref();
  }

  async #publish() {
    const { entities, offerings } = this.#live;
    const isStarting = offerings.states.some(({ kind }) => kind === 'starting');
    if (!this.#stopWatchingOfferings || isStarting) return;
    const isFull = !this.#published.hasBegun;
    // A full update of a part would remove the rest from the catalog.
    if (isFull && !this.#isComplete()) return;
    let generated: ObjectEntities[] = [];
    const since = Date.now();
    try {
      generated = await entities.generateChanged();
      const { update, accept } = await this.#published.compare(
        generated,
        isFull,
      );
      if (!this.#stopWatchingOfferings) return;
      if (update) await this.#onUpdate(update);
      accept();
      this.#backoff.reset();
      this.#scheduleAttention(generated, since);
      entities.notifyPublished();
    } catch {
      // The provider logs it; what was not taken is published again.
      entities.objects.restoreChanged(generated.map(({ key }) => key));
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#schedulePublish(this.#backoff.fail());
    }
  }

  /** Whether everything that there is has been listed. */
  #isComplete(): boolean {
    return (
      this.#live.offerings.states.every(isKnown) &&
      this.#live
        .healthDependencies()
        .every(({ watch }) => watch.state.kind !== 'starting') &&
      [...this.#resourceWatches.values()].every(watch => watch.isComplete())
    );
  }

  /** Publishes again when a deletion takes too long: no watch reports that. */
  #scheduleAttention(generated: ObjectEntities[], since: number) {
    for (const { key, metadata } of generated) {
      const due = metadata && attentionTimeOf(metadata);
      if (due !== undefined && due > since) this.#attentionTimes.set(key, due);
      else this.#attentionTimes.delete(key);
    }
    clearTimeout(this.#attentionTimer);
    if (this.#attentionTimes.size === 0) return;
    const next = Math.min(...this.#attentionTimes.values());
    this.#attentionTimer = setTimeout(() => {
      for (const [key, due] of this.#attentionTimes) {
        if (due <= Date.now()) this.#live.entities.objects.markChanged(key);
      }
      this.#schedulePublish();
    }, Math.max(0, next - Date.now()) + 1);
    this.#attentionTimer.unref();
  }
}

/** Undefined for an offering of which nothing can be requested. */
function apiKeyOf({ api }: { api: OfferingApi | undefined }) {
  if (!api?.served) return undefined;
  const { version, plural } = api.served;
  return `${api.group}/${plural}/${version}`;
}

/** The same for all versions: two of them have the same Resources. */
const withoutVersion = (key: string) => key.slice(0, key.lastIndexOf('/'));

const isKnown = ({ kind }: { kind: string }) =>
  kind === 'live' || kind === 'absent';
