import { Readable } from 'node:stream';
import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import { annotations as keys, identify } from '@syntasso/plugin-ske-common';

const AT_ONCE = 500;

/** A Resource as search finds it. */
export interface ResourceDocument extends IndexableDocument {
  kind: string;
  namespace: string;
  promise: string;
  owner: string;
  health: string;
}

/**
 * Makes Resources found by their name, their namespace on the platform, their
 * kind and their Promise, of which the catalog's own documents know only a part.
 * Who may not read an entity does not find it.
 */
export class ResourceCollator implements DocumentCollatorFactory {
  readonly type = 'kratix-resource';
  readonly visibilityPermission = catalogEntityReadPermission;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  async getCollator() {
    return Readable.from(this.#documents());
  }

  async *#documents() {
    let cursor: string | undefined;
    do {
      const credentials = await this.#auth.getOwnServiceCredentials();
      const { items, pageInfo } = await this.#catalog.queryEntities(
        cursor
          ? { cursor, limit: AT_ONCE }
          : {
              filter: { [`metadata.annotations.${keys.type}`]: 'resource' },
              limit: AT_ONCE,
            },
        { credentials },
      );
      for (const entity of items) {
        const document = documentOf(entity);
        if (document) yield document;
      }
      cursor = pageInfo.nextCursor;
    } while (cursor);
  }
}

/** Undefined for an entity that does not say which Resource it is of. */
export function documentOf(entity: Entity): ResourceDocument | undefined {
  const identity = identify(entity);
  if (identity.kind !== 'resource') return undefined;
  const { ref, promiseName = '' } = identity;
  const { name, namespace = 'default', title, annotations } = entity.metadata;
  const place = ref.namespace ?? 'default';
  const location = ['catalog', namespace, entity.kind, name]
    .map(part => encodeURIComponent(part.toLowerCase()))
    .join('/');
  return {
    title: title ?? name,
    text: `${ref.kind} ${
      ref.name
    } in namespace ${place}, of Promise ${promiseName}. ${
      entity.metadata.description ?? ''
    }`,
    location: `/${location}`,
    kind: ref.kind,
    namespace: place,
    promise: promiseName,
    owner: String(entity.spec?.owner ?? ''),
    health: annotations?.[keys.health] ?? '',
    authorization: { resourceRef: stringifyEntityRef(entity) },
  };
}
