import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { RELATION_OWNED_BY, type Entity } from '@backstage/catalog-model';
import { DEFAULT_OWNER, wholeGroupRef } from '@syntasso/plugin-ske-common';
import { LOCATION, withLocation } from '../entities/entity';

/** The location of the Group. */
const OWNER_LOCATION = 'ske:default-owner';

const OWNER_REF = wholeGroupRef(DEFAULT_OWNER);
const TITLE = 'Kratix platform team';

const ownerGroup: Entity = withLocation(
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: {
      name: DEFAULT_OWNER,
      title: TITLE,
      description: `Owns the Promises and Resources that name no owner. To replace it, put a Group ${DEFAULT_OWNER} of yours into the catalog, or name another owner with the annotation ske.backstage.component/owner.`,
    },
    spec: { type: 'team', profile: { displayName: TITLE }, children: [] },
  },
  OWNER_LOCATION,
);

/** So many updates in a row do not ask the catalog after one that had nothing to change. */
export const SKIPPED_UPDATES = 5;

/** Who has published the Group that the catalog shows. */
type Origin = 'none' | 'own' | 'other';

interface DefaultOwnerOptions {
  /** False: takes back what an earlier run has published, and publishes nothing. */
  enabled: boolean;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
}

/**
 * Publishes the Group of the default owner while something in the catalog belongs to it
 * and nobody else publishes one. Without the Group the page of each such entity says that
 * an entity is missing.
 *
 * It has no location key, so the catalog hands the Group over to whoever else publishes
 * one, at any time, and reports no conflict. It is published once, not at each update: where
 * somebody else's Group is in the catalog but not shown yet, that would be a conflict.
 */
export class DefaultOwnerProvider implements EntityProvider {
  readonly #options: DefaultOwnerOptions;
  #connection: EntityProviderConnection | undefined;
  #isPublished = false;
  #shownBefore: Origin = 'none';
  #updatesToSkip = 0;

  constructor(options: DefaultOwnerOptions) {
    this.#options = options;
  }

  getProviderName() {
    return 'ske-default-owner';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    if (!this.#options.enabled) await this.#publish(connection, []);
  }

  /**
   * Looks at the catalog, and publishes the Group or takes it back. While the catalog shows
   * the Group it looks only now and then: nothing is missing on any page.
   */
  async update(): Promise<void> {
    const connection = this.#connection;
    if (!connection || !this.#options.enabled) return;
    if (this.#updatesToSkip > 0) {
      this.#updatesToSkip -= 1;
      return;
    }
    const shown = await this.#findOrigin();
    const hasGone = shown === 'none' && this.#shownBefore !== 'none';
    this.#shownBefore = shown;
    const isWanted = shown !== 'other' && (await this.#ownsSomething());
    if (isWanted && (!this.#isPublished || hasGone)) {
      await this.#publish(connection, [ownerGroup]);
      // After a restart the catalog still has it.
      if (shown === 'none') {
        this.#options.logger.info(
          `The catalog has no Group ${DEFAULT_OWNER}, which owns what names no owner; one is published (ske.discovery.ownerGroup)`,
        );
      }
      this.#isPublished = true;
    } else if (!isWanted && (this.#isPublished || shown === 'own')) {
      await this.#publish(connection, []);
      this.#isPublished = false;
    }
    const isSettled = shown === 'other' || (shown === 'own' && isWanted);
    if (isSettled) this.#updatesToSkip = SKIPPED_UPDATES;
  }

  async #publish(connection: EntityProviderConnection, entities: Entity[]) {
    await connection.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({ entity })),
    });
  }

  async #findOrigin(): Promise<Origin> {
    const { catalog } = this.#options;
    const group = await catalog.getEntityByRef(
      OWNER_REF,
      await this.#credentials(),
    );
    if (!group) return 'none';
    return group.metadata.annotations?.[LOCATION] === OWNER_LOCATION
      ? 'own'
      : 'other';
  }

  /** Whether the catalog has anything that belongs to the default owner. */
  async #ownsSomething(): Promise<boolean> {
    const { items } = await this.#options.catalog.getEntities(
      {
        filter: { [`relations.${RELATION_OWNED_BY}`]: OWNER_REF },
        fields: ['kind', 'metadata.name'],
        limit: 1,
      },
      await this.#credentials(),
    );
    return items.length > 0;
  }

  async #credentials() {
    const { auth } = this.#options;
    return { credentials: await auth.getOwnServiceCredentials() };
  }
}
