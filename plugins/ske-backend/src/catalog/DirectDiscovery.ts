import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  attentionDue,
  promiseApiOf,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { LivePlatform } from '../live/LivePlatform';
import type { Offer } from './CatalogEntities';
import { StuckEntities } from './StuckEntities';

/** What changed since the last time. */
export type DiscoveryUpdate =
  | { kind: 'full'; entities: Entity[] }
  | { kind: 'delta'; added: Entity[]; removed: Entity[] };

/** How long changes are gathered before they are told. */
const GATHER_MS = 25;

/**
 * Follows all Promises and Resources and says which entities they are. The
 * first update is full; after a lost watch the next one is full again, since
 * nobody knows what was missed. While a watch is down nothing is removed.
 */
export class DirectDiscovery {
  readonly #live: LivePlatform;
  readonly #onUpdate: (update: DiscoveryUpdate) => Promise<void>;
  readonly #watched = new Map<
    string,
    { informers: SharedInformer[]; end: () => void }
  >();
  readonly #location: string;
  readonly #stuck = new StuckEntities();
  #endPromises: (() => void) | undefined;
  #known: Map<string, string> | undefined;
  #lost = false;
  #timer: NodeJS.Timeout | undefined;
  #due: NodeJS.Timeout | undefined;
  #telling: Promise<void> = Promise.resolve();

  constructor(
    live: LivePlatform,
    onUpdate: (update: DiscoveryUpdate) => Promise<void>,
  ) {
    this.#live = live;
    this.#onUpdate = onUpdate;
    this.#location = `ske:${live.name.replace(/[^\w.-]+/g, '-')}`;
  }

  start() {
    if (this.#endPromises) return;
    this.#endPromises = this.#live.promises.subscribe(this.#listener());
  }

  /** Says anew what has changed, also what only annotations say. */
  soon() {
    if (this.#endPromises) this.#soon();
  }

  /** References of all that the catalog was told of. */
  get told(): string[] {
    return [...(this.#known?.keys() ?? [])];
  }

  /** Where its entities are from, as their annotations say. */
  get location(): string {
    return this.#location;
  }

  /**
   * Tells anew what the catalog does not show.
   *
   * @returns references of what is told anew
   */
  reconcile(shown: ReadonlySet<string>): string[] {
    const { stuck, freed } = this.#stuck.next(this.told, shown);
    if (stuck.length + freed.length > 0) this.soon();
    return stuck;
  }

  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#due);
    this.#endPromises?.();
    this.#endPromises = undefined;
    this.#watched.forEach(({ end }) => end());
    this.#watched.clear();
  }

  #listener() {
    return {
      onChange: () => this.#soon(),
      onState: (state: { kind: string }) => {
        if (state.kind === 'stale') this.#lost = true;
        this.#soon();
      },
    };
  }

  #soon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // One update at a time, in order.
      this.#telling = this.#telling.then(() => this.#tell());
    }, GATHER_MS);
  }

  async #tell() {
    if (!this.#endPromises) return;
    const promises = this.#live.promises;
    if (promises.state.kind === 'starting') return;
    this.#followApis();
    const informers = [...this.#watched.values()].flatMap(w => w.informers);
    const complete = [promises, ...informers].every(
      i => i.state.kind === 'live' || i.state.kind === 'absent',
    );
    // Without a first full picture, a full update would remove what is there.
    if (this.#known === undefined && !complete) return;

    const offers: Offer[] = promises.store.list().map(promise => {
      const api = promiseApiOf(promise);
      return {
        promise,
        resources: api
          ? this.#live.allResources(api).flatMap(one => one.store.list())
          : [],
      };
    });
    const all = this.#live.entities
      .generate(offers, this.#location)
      .map(entity => this.#stuck.marked(entity));
    const next = new Map(
      all.map(entity => [stringifyEntityRef(entity), JSON.stringify(entity)]),
    );
    const previous = this.#known;
    const full = previous === undefined || (this.#lost && complete);
    try {
      if (full) {
        await this.#onUpdate({ kind: 'full', entities: all });
        this.#lost = false;
      } else {
        const update = {
          kind: 'delta' as const,
          added: all.filter(entity => {
            const ref = stringifyEntityRef(entity);
            return previous.get(ref) !== next.get(ref);
          }),
          removed: [...previous]
            .filter(([ref]) => !next.has(ref))
            .map(([, text]) => JSON.parse(text) as Entity),
        };
        if (update.added.length + update.removed.length > 0) {
          await this.#onUpdate(update);
        }
      }
      this.#known = next;
      this.#live.entities.told();
      this.#lookAgain(offers);
    } catch {
      // The sink logs; what it did not take is told in full the next time.
      this.#lost = true;
      setTimeout(() => this.#soon(), 1_000).unref();
    }
  }

  /** What only time changes: a deletion that takes too long. */
  #lookAgain(offers: Offer[]) {
    clearTimeout(this.#due);
    const now = Date.now();
    const next = offers
      .flatMap(({ promise, resources }) => [promise, ...resources])
      .map(attentionDue)
      .filter(due => due !== undefined)
      .filter(due => due > now);
    if (next.length === 0) return;
    this.#due = setTimeout(() => this.#soon(), Math.min(...next) - now + 1);
    this.#due.unref();
  }

  /** A watch for each API there is; none for an API that went. */
  #followApis() {
    const apis = new Map<string, PromiseApi>();
    for (const promise of this.#live.promises.store.list()) {
      const api = promiseApiOf(promise);
      if (api) apis.set(`${api.group}/${api.version}/${api.plural}`, api);
    }
    for (const [key, { end }] of this.#watched) {
      if (apis.has(key)) continue;
      end();
      this.#watched.delete(key);
    }
    for (const [key, api] of apis) {
      if (this.#watched.has(key)) continue;
      const informers = this.#live.allResources(api);
      const ends = informers.map(one => one.subscribe(this.#listener()));
      this.#watched.set(key, {
        informers,
        end: () => ends.forEach(end => end()),
      });
    }
  }
}
