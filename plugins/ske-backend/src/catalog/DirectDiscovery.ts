import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  Backoff,
  type ObjectRef,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { ClusterWatches } from '../live/ClusterWatches';
import type { ObjectEntities } from '../entities/CatalogEntities';
import { objectKey } from '../entities/OfferedObjects';
import { findOrphanedEntities } from './orphanedEntities';
import { StuckEntities } from './StuckEntities';
import { watchHealth } from './watchHealth';
import { PublishedEntities, type DiscoveryUpdate } from './PublishedEntities';
import { UnreadableApiLog } from './UnreadableApiLog';
import { findFailures, isRead } from './unreadableApis';
import { WatchedCustomizations } from './WatchedCustomizations';
import { WatchedResources } from './WatchedResources';

/** How long changes are gathered before they are published. */
const BATCH_MS = 25;
const RETRIES = { firstMs: 1_000, longestMs: 60_000 };

/** Where entities are published, and what the catalog has of them. */
export interface DiscoveryOptions {
  onUpdate: (update: DiscoveryUpdate) => Promise<void>;
  /** The entities that the catalog shows of a location. */
  listShown: (location: string) => Promise<Entity[]>;
  logger: Pick<LoggerService, 'info' | 'warn' | 'error'>;
  /** Whether the API server answers; the log has been told where it does not. */
  checkReach: () => Promise<boolean>;
}

/**
 * Watches all offerings and Resources and publishes their entities. One update is full:
 * the first one, or where an API cannot be read then, the first one when all have been
 * read. All others only have what has changed, also after a watch was lost: when it is
 * back, its list shows what was missed. While a watch is down nothing is removed.
 */
export class DirectDiscovery {
  readonly #live: ClusterWatches;
  readonly #options: DiscoveryOptions;
  readonly #resources: WatchedResources;
  readonly #customizations: WatchedCustomizations;
  readonly #published: PublishedEntities;
  readonly #stuck = new StuckEntities();
  #stopWatchingOfferings: (() => void) | undefined;
  #stopWatchingHealth = () => {};
  /** Whether the catalog was given everything at once, and has removed all else. */
  #hasBeenFull = false;
  /** The watches that were read when what an earlier run has left was removed. */
  #cleanedWith: SharedInformer[] = [];
  readonly #unreadableApiLog: UnreadableApiLog;
  /** Grows with each update in a row that could not be published. */
  readonly #backoff = new Backoff(RETRIES);
  #timer: NodeJS.Timeout | undefined;
  #publishing: Promise<void> = Promise.resolve();

  constructor(live: ClusterWatches, options: DiscoveryOptions) {
    this.#live = live;
    this.#options = options;
    this.#unreadableApiLog = new UnreadableApiLog(
      options.logger,
      options.checkReach,
    );
    this.#resources = new WatchedResources(live, live.entities.objects, () =>
      this.#schedulePublish(),
    );
    this.#customizations = new WatchedCustomizations(live, live.entities, () =>
      this.#schedulePublish(),
    );
    this.#published = new PublishedEntities(
      `ske:${live.name.replace(/[^\w.-]+/g, '-')}`,
      entity => this.#stuck.withMark(entity),
    );
  }

  start() {
    if (this.#stopWatchingOfferings) return;
    const { entities, offerings } = this.#live;
    entities.arePublished = true;
    this.#stopWatchingOfferings = offerings.subscribe({
      onChange: ({ kind, offering }) => {
        if (kind === 'deleted') this.#removeOffering(offering);
        else {
          this.#putOffering(offering);
          // A failure that ends before the next update must be shown, too.
          this.#live.healths.observeOffering(offering);
        }
        this.#schedulePublish();
      },
      onState: () => this.#schedulePublish(),
    });
    this.#stopWatchingHealth = watchHealth(
      this.#live,
      () => this.#schedulePublish(),
      error =>
        this.#options.logger.error(
          'Entities may show an old health: what a change is about could not be read',
          error,
        ),
    );
    // Their watch may run already, for open pages: it does not report them again.
    offerings.listDefined().forEach(offering => this.#putOffering(offering));
    this.#schedulePublish();
  }

  /** Publishes Resources again of which something else than the object has changed. */
  republish(refs: ObjectRef[]) {
    if (refs.length === 0) return;
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
    this.#stopWatchingOfferings?.();
    this.#stopWatchingOfferings = undefined;
    this.#stopWatchingHealth();
    this.#resources.stop();
    this.#customizations.stop();
  }

  #putOffering(offering: Offering) {
    this.#customizations.putOffering(offering);
    this.#resources.putOffering(offering);
  }

  #removeOffering(offering: Offering) {
    this.#customizations.removeOffering(offering);
    this.#resources.removeOffering(offering);
  }

  #schedulePublish(afterMs = BATCH_MS) {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // One update at a time, in order.
      this.#publishing = this.#publishing.then(() => this.#publish());
    }, afterMs);
    this.#timer.unref();
  }

  get #informers(): SharedInformer[] {
    return [
      ...this.#live.offerings.informers,
      ...this.#customizations.informers,
      ...this.#resources.informers,
    ];
  }

  /** Whether enough is known: at first each watch has to have listed, or failed. */
  get #mayPublish(): boolean {
    const informers = this.#published.hasBegun
      ? // Before a customisation is read, entities would have other names.
        [...this.#live.offerings.informers, ...this.#customizations.informers]
      : [
          ...this.#informers,
          ...this.#live.healthDependencies().map(({ watch }) => watch),
        ];
    return (
      this.#stopWatchingOfferings !== undefined &&
      informers.every(({ state }) => state.kind !== 'starting')
    );
  }

  async #publish() {
    const { entities } = this.#live;
    let generated: ObjectEntities[] = [];
    try {
      this.#reportUnreadable();
      if (!this.#mayPublish) return;
      // A full update of a part would remove the rest from the catalog.
      const isFull = !this.#hasBeenFull && this.#informers.every(isRead);
      if (isFull && this.#published.hasBegun) entities.objects.markAllChanged();
      generated = await entities.generateChanged(isFull);
      const { update, accept } = await this.#published.compare(
        generated,
        isFull,
      );
      if (!this.#stopWatchingOfferings) return;
      if (update) await this.#options.onUpdate(update);
      accept();
      this.#hasBeenFull ||= isFull;
      entities.reports.logNew(this.#options.logger);
      entities.notifyPublished(new Set(generated.map(({ key }) => key)));
      // What is published already is not published again if this fails.
      generated = [];
      if (!this.#hasBeenFull) await this.#removeOrphanedEntities();
      this.#backoff.reset();
    } catch (error) {
      this.#options.logger.error(
        'Entities could not be published, or those of deleted objects not removed; this is tried again',
        error as Error,
      );
      entities.objects.restoreChanged(generated.map(({ key }) => key));
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#schedulePublish(this.#backoff.fail());
    }
  }

  /**
   * Removes entities of objects that have gone while Backstage did not run, as far as
   * their APIs were read. A full update does that for all of them.
   */
  async #removeOrphanedEntities() {
    const readInformers = this.#informers.filter(isRead);
    const isSame =
      readInformers.length === this.#cleanedWith.length &&
      readInformers.every((one, n) => one === this.#cleanedWith[n]);
    const isListing = this.#informers.some(
      ({ state }) => state.kind === 'starting',
    );
    if (isSame || isListing) return;
    const shown = await this.#options.listShown(this.location);
    const orphanedRefs = findOrphanedEntities(
      shown,
      ref => this.#published.keyOf(ref) !== undefined,
      {
        offerings: this.#live.offerings,
        resources: this.#resources,
        objects: this.#live.entities.objects,
      },
    );
    if (orphanedRefs.length > 0) {
      await this.#options.onUpdate({
        kind: 'delta',
        added: [],
        removed: orphanedRefs,
      });
    }
    this.#cleanedWith = readInformers;
  }

  /** Names each API that cannot be read: on the page of the platform's health, and once in the log. */
  #reportUnreadable() {
    const informers = this.#informers;
    this.#live.entities.reports.unreadableApis = findFailures(informers).map(
      ({ api }) => api,
    );
    this.#unreadableApiLog.update(informers, this.#live.offerings.informers);
  }
}
