import { Readable } from 'node:stream';
import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Permission } from '@backstage/plugin-permission-common';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import { shareEventLoop } from '../utils/shareEventLoop';

const AT_ONCE = 500;

/** What search finds of entities, and who finds it. */
export interface EntityCollatorOptions {
  catalog: CatalogService;
  auth: AuthService;
  type: string;
  /** Which entities are looked at, as the catalog filters them; default: all. */
  filter?: Record<string, string[]>[];
  /** Asked about the `resourceRef` of each document. */
  visibilityPermission: Permission;
  /** Undefined for an entity that is not found, or by another collator. */
  documentOf: (entity: Entity) => IndexableDocument | undefined;
}

/** Makes documents of entities, page by page of the catalog. */
export class EntityCollator implements DocumentCollatorFactory {
  readonly type: string;
  readonly visibilityPermission: Permission;
  readonly #options: EntityCollatorOptions;

  constructor(options: EntityCollatorOptions) {
    this.type = options.type;
    this.visibilityPermission = options.visibilityPermission;
    this.#options = options;
  }

  async getCollator() {
    return Readable.from(this.#documents());
  }

  async *#documents() {
    const { catalog, auth, filter, documentOf } = this.#options;
    const pause = shareEventLoop();
    let cursor: string | undefined;
    do {
      const credentials = await auth.getOwnServiceCredentials();
      const { items, pageInfo } = await catalog.queryEntities(
        cursor ? { cursor, limit: AT_ONCE } : { filter, limit: AT_ONCE },
        { credentials },
      );
      for (const entity of items) {
        const document = documentOf(entity);
        if (document) yield document;
        // Each takes some time to be made: others work in between.
        await pause();
      }
      cursor = pageInfo.nextCursor;
    } while (cursor);
  }
}
