import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogEntityDocument } from '@backstage/plugin-catalog-common';
import type { IndexableDocument } from '@backstage/plugin-search-common';
import { defaultCatalogCollatorEntityTransformer } from '@backstage/plugin-search-backend-module-catalog';
import {
  annotations as keys,
  at,
  entityTypes,
  identify,
  subjectKey,
  type FoundDocument,
  type ObjectRef,
  type OfferedResource,
} from '@syntasso/plugin-ske-common';
import { LOCATION } from '../entities/entity';
import { specTextOf } from './specText';

/** A Promise or Resource in the index. */
export type KratixDocument = FoundDocument & IndexableDocument;

/** Finds a Resource as it is on the platform. */
export type FindResource = (ref: ObjectRef) => OfferedResource | undefined;

/**
 * Whether an entity is for an audience only. Who may read a Resource is then not for
 * permissions alone to say. The platform is asked, too: anybody may write a Component that
 * says of which Resource it is, and leave out whom that is for.
 */
export function isForAudience(
  entity: Entity,
  findResource: FindResource = () => undefined,
): boolean {
  if (at(entity, 'spec', 'audience') !== undefined) return true;
  const identity = identify(entity);
  const offered =
    identity.kind === 'resource' ? findResource(identity.ref) : undefined;
  return offered?.offering.audience !== undefined;
}

/**
 * A Resource by its name, its namespace on the platform, its kind and its Promise, and by
 * what was asked for. Undefined for an entity that does not say which Resource it is of.
 *
 * @param guard - whose permission decides who finds it: that to read Resources, or the
 * catalog's
 * @param findResource - left out where what was asked for is not to be found
 */
export function resourceDocumentOf(
  entity: Entity,
  guard: 'resource' | 'entity',
  findResource: FindResource = () => undefined,
): KratixDocument | undefined {
  const identity = identify(entity);
  if (identity.kind !== 'resource') return undefined;
  const { ref, promiseName = '' } = identity;
  const place = ref.namespace ?? 'default';
  const offered = findResource(ref);
  return {
    ...partsOf(entity),
    text: `${ref.kind} ${
      ref.name
    } in namespace ${place}, of Promise ${promiseName}. ${
      entity.metadata.description ?? ''
    }`,
    kind: ref.kind,
    namespace: place,
    promise: promiseName,
    spec: offered ? specTextOf(offered) : '',
    authorization: {
      resourceRef:
        guard === 'resource'
          ? subjectKey({ kind: 'resource', ref })
          : stringifyEntityRef(entity),
    },
  };
}

/** A Promise, by its name and what it offers; undefined for any other entity. */
export function promiseDocumentOf(entity: Entity): KratixDocument | undefined {
  const identity = identify(entity);
  if (identity.kind !== 'promise') return undefined;
  const { promiseName, apiName } = identity;
  const offers = apiName ? `, offers ${apiName}` : '';
  return {
    ...partsOf(entity),
    text: `Promise ${promiseName}${offers}. ${
      entity.metadata.description ?? ''
    }`,
    kind: 'Promise',
    namespace: '',
    promise: promiseName,
    spec: '',
    authorization: { resourceRef: stringifyEntityRef(entity) },
  };
}

/**
 * Any other entity, as Backstage's own collator has it. Undefined for a Promise and a
 * Resource, and for the Template that requests one: each is found once.
 */
export function otherDocumentOf(
  entity: Entity,
): CatalogEntityDocument | undefined {
  const { kind } = identify(entity);
  if (kind === 'promise' || kind === 'resource' || isOurTemplate(entity)) {
    return undefined;
  }
  return {
    ...defaultCatalogCollatorEntityTransformer(entity),
    location: locationOf(entity),
    authorization: { resourceRef: stringifyEntityRef(entity) },
  };
}

const isOurTemplate = ({ kind, metadata, spec }: Entity): boolean =>
  kind === 'Template' &&
  (spec?.type === entityTypes.resource ||
    (metadata.annotations?.[LOCATION]?.startsWith('ske:') ?? false));

const partsOf = (entity: Entity) => ({
  title: entity.metadata.title ?? entity.metadata.name,
  location: locationOf(entity),
  owner: String(entity.spec?.owner ?? ''),
  health: entity.metadata.annotations?.[keys.health] ?? '',
});

function locationOf({ kind, metadata }: Entity): string {
  const { namespace = 'default', name } = metadata;
  const path = ['catalog', namespace, kind, name]
    .map(part => encodeURIComponent(part.toLowerCase()))
    .join('/');
  return `/${path}`;
}
