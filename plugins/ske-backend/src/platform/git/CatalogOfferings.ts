import type { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  annotations,
  entityTypes,
  identify,
  isBuiltInGroup,
  offeringOfEntity,
  splitApiVersion,
  subjectKey,
  type ObjectRef,
  type Offering,
} from '@syntasso/plugin-ske-common';
import { isTrusted, type TrustedOfferings } from './trustedOfferings';

/**
 * Offerings as the catalog has them: Components of Promises, from locations that
 * app-config trusts. Used where no cluster is read.
 */
export class CatalogOfferings {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #platform: string;
  readonly #trusted: TrustedOfferings;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    platform: string;
    trusted: TrustedOfferings;
  }) {
    this.#trusted = options.trusted;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#platform = options.platform;
  }

  /** What offers a kind. @throws NotAllowedError when nothing does, or two claim it. */
  async offeringOf(
    ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<Offering> {
    const { group } = splitApiVersion(ref.apiVersion);
    const kindText = `${ref.kind} (${group})`;
    if (isBuiltInGroup(group)) {
      throw new NotAllowedError(
        `No Promise offers ${kindText}: its group is of Kubernetes or Kratix itself.`,
      );
    }
    const claims = await this.#findEntities({
      [`metadata.annotations.${annotations.apiName}`]: ref.kind,
      [`metadata.annotations.${annotations.apiGroup}`]: group,
    });
    // The filter compares without case.
    const exactClaims = claims.filter(entity => {
      const entityAnnotations = entity.metadata.annotations;
      return (
        entityAnnotations?.[annotations.apiName] === ref.kind &&
        entityAnnotations[annotations.apiGroup] === group
      );
    });
    const offering = this.#pickTrusted(exactClaims, kindText);
    if (offering) return offering;
    throw new NotAllowedError(
      `No Promise in the catalog offers ${kindText}, so it is not served on platform ${
        this.#platform
      }. A Promise's Component says what it offers by ${
        annotations.apiName
      } and ${annotations.apiGroup}.`,
    );
  }

  /** @throws NotFoundError, NotAllowedError */
  async getOffering(name: string): Promise<Offering> {
    const claims = await this.#findEntities({
      [`metadata.annotations.${annotations.promiseName}`]: name,
    });
    const exactClaims = claims.filter(
      entity => offeringOfEntity(entity)?.name === name,
    );
    const offering = this.#pickTrusted(exactClaims, `Promise ${name}`);
    if (offering) return offering;
    throw new NotFoundError(`No Promise ${name} is in the catalog.`);
  }

  /** All offerings. */
  async listOfferings(): Promise<Offering[]> {
    const entities = await this.#findEntities({});
    return entities
      .filter(entity => isTrusted(entity, this.#trusted))
      .map(offeringOfEntity)
      .filter(offering => offering !== undefined);
  }

  /**
   * References of the entities of Resources, by their subject key.
   *
   * @param offering - the name of the one that they are of; default: all
   */
  async resourceEntityRefs(
    offering?: string,
  ): Promise<ReadonlyMap<string, string>> {
    const { items } = await this.#catalog.getEntities(
      {
        filter: {
          ...(offering === undefined
            ? {}
            : {
                [`metadata.annotations.${annotations.promiseName}`]: offering,
              }),
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

  /**
   * The offering of the one entity that is trusted; undefined when no entity claims it.
   *
   * @throws NotAllowedError when several are trusted, or none is, and says why.
   */
  #pickTrusted(claims: Entity[], claimText: string): Offering | undefined {
    const trustedClaims = claims.filter(entity =>
      isTrusted(entity, this.#trusted),
    );
    const names = (entities: Entity[]) =>
      entities.map(entity => stringifyEntityRef(entity)).join(' and ');
    if (trustedClaims.length > 1) {
      throw new NotAllowedError(
        `${claimText} is claimed by ${names(
          trustedClaims,
        )}, so none of them counts. Ask the platform team to remove one.`,
      );
    }
    if (trustedClaims.length === 0 && claims.length > 0) {
      throw new NotAllowedError(
        `${claimText} is claimed by ${names(claims)} from ${claims
          .map(
            ({ metadata }) =>
              metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION],
          )
          .join(
            ' and ',
          )}, which app-config does not name. Ask the platform team to add the location to ske.offerings.locations, or the kind to ske.offerings.kinds.`,
      );
    }
    return trustedClaims.length === 1
      ? offeringOfEntity(trustedClaims[0])
      : undefined;
  }

  async #findEntities(filter: Record<string, string>): Promise<Entity[]> {
    const promises = [
      { ...filter, [`metadata.annotations.${annotations.type}`]: 'promise' },
      { ...filter, 'spec.type': entityTypes.promise },
    ];
    const { items } = await this.#catalog.getEntities(
      { filter: promises },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    // What is a Promise by its spec may be something else by its annotation.
    return items.filter(entity => {
      const identity = identify(entity);
      return (
        identity.kind === 'promise' &&
        !isBuiltInGroup(identity.apiGroup ?? 'none.')
      );
    });
  }
}
