import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  isOpen,
  pendingComponent,
  pendingComponentName,
} from '@syntasso/plugin-ske-common';
import type {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { RequestStore } from '../requests/RequestStore';
import type { StoredRequest } from '../requests/row';
import { located } from './CatalogEntities';
import { StuckEntities } from './StuckEntities';

const LOCATION = 'ske:requests';
const AGAIN_MS = 2_000;

/**
 * Publishes a Component for each request until its Resource has one. It only
 * ever says what has changed: two replicas that each told everything would undo
 * each other's news.
 */
export class PendingRequestProvider implements EntityProvider {
  readonly #store: Promise<RequestStore>;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;
  readonly #published = new Map<string, string>();
  readonly #stuck = new StuckEntities();
  #connection: EntityProviderConnection | undefined;
  #end: (() => void) | undefined;
  #working: Promise<void> = Promise.resolve();
  #again: NodeJS.Timeout | undefined;

  constructor(options: {
    store: Promise<RequestStore>;
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
  }

  getProviderName() {
    return 'ske-requests';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    // The table is there when the plugin is; the catalog does not wait for it.
    void this.#store.then(
      store => {
        this.#end = store.onChange(() => this.soon());
        this.soon();
      },
      error => this.#logger.error('Requests are not published', error),
    );
  }

  stop() {
    clearTimeout(this.#again);
    this.#end?.();
    this.#connection = undefined;
  }

  /** Publishes what is new, and withdraws what is not on its way any more. */
  soon() {
    this.#working = this.#working.then(() => this.#publish());
  }

  /** Also what another replica has left behind, and what the catalog does not show. */
  async reconcile(): Promise<void> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const { items } = await this.#catalog.getEntities(
      {
        filter: {
          'metadata.annotations.backstage.io/managed-by-location': LOCATION,
        },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      },
      { credentials },
    );
    items.forEach(({ metadata }) => {
      if (!this.#published.has(metadata.name)) {
        this.#published.set(metadata.name, '');
      }
    });
    const present = new Set(items.map(({ metadata }) => metadata.name));
    const stuck = this.#stuck.next(this.#published.keys(), present);
    if (stuck.length > 0) await this.#withdraw(stuck);
    for (const name of this.#published.keys()) {
      if (!present.has(name)) this.#published.delete(name);
    }
    this.soon();
    await this.#working;
  }

  async #publish() {
    const connection = this.#connection;
    if (!connection) return;
    try {
      const store = await this.#store;
      const wanted = new Map(
        (await store.unfinished())
          .filter(({ record }) => isOpen(record) && record.action === 'Request')
          .map(stored => [
            pendingComponentName(stored.record),
            entityOf(stored),
          ]),
      );
      const added = [...wanted].filter(
        ([name, entity]) => this.#published.get(name) !== textOf(entity),
      );
      const removed = [...this.#published.keys()].filter(
        name => !wanted.has(name),
      );
      if (added.length + removed.length === 0) return;
      await connection.applyMutation({
        type: 'delta',
        added: added.map(([, entity]) => this.#deferred(entity)),
        removed: removed.map(name => this.#withdrawn(name)),
      });
      added.forEach(([name, entity]) =>
        this.#published.set(name, textOf(entity)),
      );
      removed.forEach(name => this.#published.delete(name));
      // Somebody else may have finished one while it was published.
      if (added.length > 0) this.soon();
    } catch (error) {
      this.#logger.warn(`Requests are published again in a moment: ${error}`);
      this.#again ??= setTimeout(() => {
        this.#again = undefined;
        this.soon();
      }, AGAIN_MS);
      this.#again.unref();
    }
  }

  /** Takes back what the catalog does not show; it is published anew. */
  async #withdraw(names: string[]) {
    await this.#connection?.applyMutation({
      type: 'delta',
      added: [],
      removed: names.map(name => this.#withdrawn(name)),
    });
  }

  #withdrawn(name: string) {
    return {
      entityRef: `component:default/${name}`,
      locationKey: this.getProviderName(),
    };
  }

  #deferred(entity: Entity) {
    return { entity, locationKey: this.getProviderName() };
  }
}

const textOf = (entity: Entity) => JSON.stringify(entity);

const entityOf = ({ record, context }: StoredRequest): Entity =>
  located(pendingComponent(record, context), LOCATION);
