import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { isOpen, makePendingComponent } from '@syntasso/plugin-ske-common';
import type {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { RequestStore } from '../requests/store/RequestStore';
import type { StoredRequest } from '../requests/store/requestRow';
import { checkEntity } from '../entities/check/checkEntity';
import { describeEntityProblem } from '../entities/DiscoveryReports';
import { PENDING_LOCATION, withLocation } from '../entities/entity';
import { listShownRefs } from '../entities/shownEntities';
import { StuckEntities } from './StuckEntities';

const RETRY_MS = 2_000;

interface PendingRequestOptions {
  store: Promise<RequestStore>;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
}

/**
 * Publishes a Component for each request until its Resource has one. It only ever
 * publishes what has changed: two replicas that each published everything would
 * undo each other's changes.
 */
export class PendingRequestProvider implements EntityProvider {
  readonly #options: PendingRequestOptions;
  readonly #published = new Map<string, string>();
  readonly #stuck = new StuckEntities();
  /** What the log has already: requests are looked at again and again. */
  #reportedTexts: ReadonlySet<string> = new Set();
  #connection: EntityProviderConnection | undefined;
  #stopListening: (() => void) | undefined;
  #publishing: Promise<void> = Promise.resolve();
  #retryTimer: NodeJS.Timeout | undefined;

  constructor(options: PendingRequestOptions) {
    this.#options = options;
  }

  getProviderName() {
    return 'ske-requests';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    // Plugin ske creates the table when it starts; the catalog does not wait for it.
    void this.#options.store.then(
      store => {
        this.#stopListening = store.onChange(() => this.schedulePublish());
        this.schedulePublish();
      },
      error => this.#options.logger.error('Requests are not published', error),
    );
  }

  stop() {
    clearTimeout(this.#retryTimer);
    this.#stopListening?.();
    this.#connection = undefined;
  }

  /** Publishes new requests, and removes those that are not on their way any more. */
  schedulePublish() {
    this.#publishing = this.#publishing.then(() => this.#publish());
  }

  /** Corrects the catalog: what another replica has left there, and what it does not show. */
  async republishMissing(): Promise<void> {
    const shownRefs = await listShownRefs(this.#options, PENDING_LOCATION);
    shownRefs.forEach(ref => {
      if (!this.#published.has(ref)) this.#published.set(ref, '');
    });
    const { stuck } = this.#stuck.update(this.#published.keys(), shownRefs);
    if (stuck.length > 0) {
      this.#options.logger.warn(
        `The catalog does not show requests that were published to it; they are published again: ${stuck.join(
          ', ',
        )}`,
      );
    }
    for (const ref of this.#published.keys()) {
      if (!shownRefs.has(ref)) this.#published.delete(ref);
    }
    this.schedulePublish();
    await this.#publishing;
  }

  /** Components of requests as the catalog takes them; the log says what is left out. */
  async #listEntities(store: RequestStore): Promise<Entity[]> {
    const pending = (await store.listUnfinished()).filter(
      ({ record, context }) =>
        isOpen(record) && record.action === 'Request' && !context.hasNoEntity,
    );
    const entities: Entity[] = [];
    const texts = new Set<string>();
    for (const request of pending) {
      const { entity, problems } = await checkEntity(entityOf(request));
      if (entity) entities.push(entity);
      const { kind, name } = request.record.ref;
      for (const problem of problems) {
        const object = { kind: `Request for ${kind}`, name };
        texts.add(
          describeEntityProblem({ object, entity: 'Component', ...problem }),
        );
      }
    }
    for (const text of texts) {
      if (!this.#reportedTexts.has(text)) this.#options.logger.warn(text);
    }
    this.#reportedTexts = texts;
    return entities;
  }

  async #publish() {
    const connection = this.#connection;
    if (!connection) return;
    try {
      const entities = await this.#listEntities(await this.#options.store);
      const entitiesByRef = new Map(
        entities.map(entity => [
          stringifyEntityRef(entity),
          this.#stuck.withMark(entity),
        ]),
      );
      const addedEntities = [...entitiesByRef].filter(
        ([ref, entity]) => this.#published.get(ref) !== textOf(entity),
      );
      const removedRefs = [...this.#published.keys()].filter(
        ref => !entitiesByRef.has(ref),
      );
      if (addedEntities.length + removedRefs.length === 0) return;
      const locationKey = this.getProviderName();
      await connection.applyMutation({
        type: 'delta',
        added: addedEntities.map(([, entity]) => ({ entity, locationKey })),
        removed: removedRefs.map(entityRef => ({ entityRef, locationKey })),
      });
      addedEntities.forEach(([ref, entity]) =>
        this.#published.set(ref, textOf(entity)),
      );
      removedRefs.forEach(ref => this.#published.delete(ref));
      // Another replica may have finished one while it was published.
      if (addedEntities.length > 0) this.schedulePublish();
    } catch (error) {
      this.#options.logger.warn(
        `Requests are published again in a moment: ${error}`,
      );
      this.#retryTimer ??= setTimeout(() => {
        this.#retryTimer = undefined;
        this.schedulePublish();
      }, RETRY_MS);
      this.#retryTimer.unref();
    }
  }
}

const textOf = (entity: Entity) => JSON.stringify(entity);

const entityOf = ({ record, context }: StoredRequest): Entity =>
  withLocation(makePendingComponent(record, context), PENDING_LOCATION);
