import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  annotations,
  asText,
  at,
  entityTypes,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';

/**
 * What is on offer, by the catalog: the Promises that are Components there. Asked
 * where there is no cluster to ask.
 */
export class CatalogOffers {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #platform: string;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    platform: string;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#platform = options.platform;
  }

  /** The Promise that offers a kind. @throws NotAllowedError when none does. */
  async promiseOf(
    ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<Manifest> {
    const { group } = splitApiVersion(ref.apiVersion);
    const [entity] = await this.#find(
      {
        [`metadata.annotations.${annotations.apiName}`]: ref.kind,
        [`metadata.annotations.${annotations.apiGroup}`]: group,
      },
      1,
    );
    if (entity) return promiseOfEntity(entity);
    throw new NotAllowedError(
      `No Promise in the catalog offers ${
        ref.kind
      } (${group}), so it is not served on platform ${
        this.#platform
      }. A Promise's Component says what it offers by ${
        annotations.apiName
      } and ${annotations.apiGroup}.`,
    );
  }

  /** A Promise by its name. @throws NotFoundError */
  async promise(name: string): Promise<Manifest> {
    const [entity] = await this.#find(
      { [`metadata.annotations.${annotations.promiseName}`]: name },
      1,
    );
    if (entity) return promiseOfEntity(entity);
    throw new NotFoundError(`No Promise ${name} is in the catalog.`);
  }

  /** All Promises. */
  async promises(): Promise<Manifest[]> {
    return (await this.#find({})).map(promiseOfEntity);
  }

  async #find(
    filter: Record<string, string>,
    limit?: number,
  ): Promise<Entity[]> {
    const promises = [
      { ...filter, [`metadata.annotations.${annotations.type}`]: 'promise' },
      { ...filter, 'spec.type': entityTypes.promise },
    ];
    const { items } = await this.#catalog.getEntities(
      { filter: promises, limit },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items;
  }
}

/** A Promise, as far as its Component tells of it. */
function promiseOfEntity(entity: Entity): Manifest {
  const read = (key: string) => entity.metadata.annotations?.[key];
  const owner = asText(at(entity, 'spec', 'owner'));
  const audience = at(entity, 'spec', 'audience');
  return {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: {
      name: read(annotations.promiseName) ?? entity.metadata.name,
      annotations: {
        ...(owner ? { 'ske.backstage.component/owner': owner } : {}),
        ...(Array.isArray(audience)
          ? { [annotations.audience]: audience.join(',') }
          : {}),
      },
    },
    spec: {
      api: {
        spec: {
          group: read(annotations.apiGroup) ?? '',
          names: { kind: read(annotations.apiName) ?? '' },
        },
      },
    },
  };
}
