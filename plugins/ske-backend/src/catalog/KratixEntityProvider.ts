import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { Entity } from '@backstage/catalog-model';
import type { KubernetesPlatform } from '../platform/KubernetesPlatform';
import { DirectDiscovery, type DiscoveryUpdate } from './DirectDiscovery';

/** Emits Promises and Resources into the catalog as they change. */
export class KratixEntityProvider implements EntityProvider {
  readonly #platform: KubernetesPlatform;
  readonly #logger: LoggerService;
  #discovery: DirectDiscovery | undefined;

  constructor(platform: KubernetesPlatform, logger: LoggerService) {
    this.#platform = platform;
    this.#logger = logger;
  }

  getProviderName() {
    return `ske-${this.#platform.name}`;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#discovery = new DirectDiscovery(this.#platform.live, update =>
      this.#emit(connection, update),
    );
    this.#discovery.start();
  }

  /** Generates entities anew, for what is not on the platform. */
  soon() {
    this.#discovery?.soon();
  }

  stop() {
    this.#discovery?.stop();
  }

  async #emit(connection: EntityProviderConnection, update: DiscoveryUpdate) {
    const deferred = (entities: Entity[]) =>
      entities.map(entity => ({
        entity,
        locationKey: this.getProviderName(),
      }));
    try {
      if (update.kind === 'full') {
        await connection.applyMutation({
          type: 'full',
          entities: deferred(update.entities),
        });
        this.#logger.info(
          `${update.entities.length} entities from ${this.#platform.name}`,
        );
      } else {
        await connection.applyMutation({
          type: 'delta',
          added: deferred(update.added),
          removed: deferred(update.removed),
        });
      }
    } catch (error) {
      this.#logger.error(
        'The catalog did not take an update; it is sent again',
        error as Error,
      );
      throw error;
    }
  }
}
