import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  isOpen,
  makePendingComponent,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
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
import { objectKey } from '../entities/OfferedObjects';
import { listShownRefs } from '../entities/shownEntities';
import { PublishedRequests } from './PublishedRequests';
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
 * undo each other's changes. After a change only the requests about its Resource are
 * read; from time to time all of them, which other replicas may have changed.
 */
export class PendingRequestProvider implements EntityProvider {
  readonly #options: PendingRequestOptions;
  readonly #published = new PublishedRequests();
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
        this.#stopListening = store.onChange(ref =>
          this.schedulePublish([ref]),
        );
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

  /**
   * Publishes new requests, and removes those that are not on their way any more.
   *
   * @param about - only those about these Resources; default: all
   */
  schedulePublish(about?: ObjectRef[]) {
    this.#publishing = this.#publishing.then(() => this.#publish(about));
  }

  /** Corrects the catalog: what another replica has left there, and what it does not show. */
  async republishMissing(): Promise<void> {
    const shownRefs = await listShownRefs(this.#options, PENDING_LOCATION);
    shownRefs.forEach(ref => this.#published.addForeign(ref));
    const { stuck } = this.#stuck.update(this.#published.refs(), shownRefs);
    if (stuck.length > 0) {
      this.#options.logger.warn(
        `The catalog does not show requests that were published to it; they are published again: ${stuck.join(
          ', ',
        )}`,
      );
    }
    for (const ref of this.#published.refs()) {
      if (!shownRefs.has(ref)) this.#published.delete(ref);
    }
    this.schedulePublish();
    await this.#publishing;
  }

  /** Components of requests as the catalog takes them; the log says what is left out. */
  async #listEntities(
    store: RequestStore,
    about: ObjectRef[] | undefined,
  ): Promise<RequestEntity[]> {
    const pending = (await store.listUnfinished(about)).filter(
      ({ record, context }) =>
        isOpen(record) && record.action === 'Request' && !context.hasNoEntity,
    );
    const entities: RequestEntity[] = [];
    const texts = new Set<string>();
    for (const request of pending) {
      const { entity, problems } = await checkEntity(entityOf(request));
      const { ref } = request.record;
      if (entity) entities.push({ key: objectKey(ref), entity });
      const { kind, name } = ref;
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
    this.#reportedTexts = about
      ? new Set([...this.#reportedTexts, ...texts])
      : texts;
    return entities;
  }

  async #publish(about?: ObjectRef[]) {
    const connection = this.#connection;
    if (!connection) return;
    try {
      const entities = await this.#listEntities(
        await this.#options.store,
        about,
      );
      const markedEntities = new Map(
        entities.map(({ key, entity }) => [
          stringifyEntityRef(entity),
          { key, entity: this.#stuck.withMark(entity) },
        ]),
      );
      const added = [...markedEntities].filter(
        ([ref, { entity }]) => this.#published.textOf(ref) !== textOf(entity),
      );
      const removedRefs = this.#published
        .refs(about)
        .filter(ref => !markedEntities.has(ref));
      if (added.length + removedRefs.length === 0) return;
      const locationKey = this.getProviderName();
      await connection.applyMutation({
        type: 'delta',
        added: added.map(([, { entity }]) => ({ entity, locationKey })),
        removed: removedRefs.map(entityRef => ({ entityRef, locationKey })),
      });
      for (const [ref, { key, entity }] of added)
        this.#published.put(ref, key, textOf(entity));
      removedRefs.forEach(ref => this.#published.delete(ref));
      // Another replica may have finished one while it was published.
      if (added.length > 0) this.schedulePublish(about);
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

/** An entity of a request, and the key of the Resource that it is about. */
interface RequestEntity {
  key: string;
  entity: Entity;
}

const textOf = (entity: Entity) => JSON.stringify(entity);

const entityOf = ({ record, context }: StoredRequest): Entity =>
  withLocation(makePendingComponent(record, context), PENDING_LOCATION);
