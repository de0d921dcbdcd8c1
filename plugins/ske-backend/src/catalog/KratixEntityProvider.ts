import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { Entity } from '@backstage/catalog-model';
import type { KubernetesPlatform } from '../platform/KubernetesPlatform';
import type { ObjectRef } from '@syntasso/plugin-ske-common';
import { DirectDiscovery } from './DirectDiscovery';
import { listShownEntities, listShownRefs } from '../entities/shownEntities';
import { shownNamesOf } from '../entities/names/ShownNames';
import type { DiscoveryUpdate } from './PublishedEntities';

interface ProviderOptions {
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  /** See {@link DirectDiscovery}. */
  checkReach: () => Promise<boolean>;
}

/** Publishes Promises and Resources to the catalog as they change. */
export class KratixEntityProvider implements EntityProvider {
  readonly #platform: KubernetesPlatform;
  readonly #options: ProviderOptions;
  #discovery: DirectDiscovery | undefined;

  constructor(platform: KubernetesPlatform, options: ProviderOptions) {
    this.#platform = platform;
    this.#options = options;
  }

  getProviderName() {
    return `ske-${this.#platform.name}`;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    const { logger, checkReach } = this.#options;
    const { live } = this.#platform;
    this.#discovery = new DirectDiscovery(live, {
      logger,
      checkReach,
      onUpdate: update => this.#publish(connection, update),
      listShown: of => listShownEntities(this.#options, of),
    });
    const { location } = this.#discovery;
    live.entities.names.listShown = async () =>
      shownNamesOf(
        await listShownEntities(this.#options, location),
        name => live.offerings.byName(name)?.ref,
      );
    this.#discovery.start();
  }

  /** Publishes Resources again of which something else than the object has changed. */
  republish(refs: ObjectRef[]) {
    this.#discovery?.republish(refs);
  }

  /** Publishes entities again that the catalog has taken and does not show. */
  async republishMissing(): Promise<void> {
    const discovery = this.#discovery;
    if (!discovery || discovery.publishedRefs.length === 0) return;
    const stuck = discovery.republishMissing(
      await listShownRefs(this.#options, discovery.location),
    );
    if (stuck.length === 0) return;
    this.#options.logger.warn(
      `The catalog does not show ${
        stuck.length
      } entities that were published to it; they are published again: ${stuck.join(
        ', ',
      )}`,
    );
  }

  stop() {
    this.#discovery?.stop();
  }

  async #publish(
    connection: EntityProviderConnection,
    update: DiscoveryUpdate,
  ) {
    const deferred = (entities: Entity[]) =>
      entities.map(entity => ({
        entity,
        locationKey: this.getProviderName(),
      }));
    if (update.kind === 'full') {
      await connection.applyMutation({
        type: 'full',
        entities: deferred(update.entities),
      });
      this.#options.logger.info(
        `${update.entities.length} entities from ${this.#platform.name}`,
      );
    } else {
      await connection.applyMutation({
        type: 'delta',
        added: deferred(update.added),
        removed: update.removed.map(entityRef => ({
          entityRef,
          locationKey: this.getProviderName(),
        })),
      });
    }
  }
}
