import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  annotations,
  asText,
  at,
  entityTypes,
  identify,
  splitApiVersion,
  subjectKey,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';

/** A Promise as the catalog has it. */
export interface CatalogOffer {
  promise: Manifest;
  /** What it offers, as far as its Component says. */
  api: { group: string; kind: string } | undefined;
  entityRef: string;
  templateRef: string | undefined;
}

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

  /** What offers a kind. @throws NotAllowedError when nothing does. */
  async offerOf(
    ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<CatalogOffer> {
    const { group } = splitApiVersion(ref.apiVersion);
    const [entity] = await this.#find(
      {
        [`metadata.annotations.${annotations.apiName}`]: ref.kind,
        [`metadata.annotations.${annotations.apiGroup}`]: group,
      },
      1,
    );
    if (entity) return offerOfEntity(entity);
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

  /** What a Promise offers, by its name. @throws NotFoundError */
  async offer(name: string): Promise<CatalogOffer> {
    const [entity] = await this.#find(
      { [`metadata.annotations.${annotations.promiseName}`]: name },
      1,
    );
    if (entity) return offerOfEntity(entity);
    throw new NotFoundError(`No Promise ${name} is in the catalog.`);
  }

  /** All Promises. */
  async promises(): Promise<Manifest[]> {
    return (await this.#find({})).map(promiseOfEntity);
  }

  /** References of the entities of a Promise's Resources, by their subject key. */
  async resources(promise: string): Promise<ReadonlyMap<string, string>> {
    const { items } = await this.#catalog.getEntities(
      {
        filter: {
          [`metadata.annotations.${annotations.promiseName}`]: promise,
          'spec.type': entityTypes.resource,
        },
        fields: ['kind', 'metadata', 'spec.type'],
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    const refs = new Map<string, string>();
    for (const entity of items) {
      const identity = identify(entity);
      if (identity.kind !== 'resource') continue;
      refs.set(subjectKey(identity), stringifyEntityRef(entity));
    }
    return refs;
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

function offerOfEntity(entity: Entity): CatalogOffer {
  const identity = identify(entity);
  const told = identity.kind === 'promise' ? identity : undefined;
  const { apiName: kind, apiGroup: group } = told ?? {};
  return {
    promise: promiseOfEntity(entity),
    api: kind && group ? { kind, group } : undefined,
    entityRef: stringifyEntityRef(entity),
    templateRef: told?.templateRef,
  };
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
