import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { identify, type ObjectRef } from '@syntasso/plugin-ske-common';
import { objectKey } from '../OfferedObjects';
import type { EntityKind, NameOwner } from './NameTable';

/** A name that the catalog shows, and whose it is. */
export interface ShownName {
  entityKind: EntityKind;
  key: string;
  name: string;
}

/** The names that the catalog shows already. */
export class ShownNames {
  readonly #names = new Map<string, string>();
  readonly #keys = new Map<string, string>();

  constructor(names: ShownName[]) {
    for (const { entityKind, key, name } of names) {
      this.#names.set(`${entityKind} ${key}`, name);
      this.#keys.set(`${entityKind} ${name.toLowerCase()}`, key);
    }
  }

  nameOf({ entityKind, key }: Omit<NameOwner, 'uid'>): string | undefined {
    return this.#names.get(`${entityKind} ${key}`);
  }

  /** Whether the catalog shows the name for another object. */
  isOfOther({ entityKind, key }: Omit<NameOwner, 'uid'>, name: string) {
    const owner = this.#keys.get(`${entityKind} ${name.toLowerCase()}`);
    return owner !== undefined && owner !== key;
  }
}

/**
 * Whose the names of entities are that the catalog shows.
 *
 * @param findDefinition - finds the definition of an offering by its name
 */
export function shownNamesOf(
  entities: Entity[],
  findDefinition: (offering: string) => ObjectRef | undefined,
): ShownName[] {
  const namesByRef = new Map(
    entities.map(entity => [stringifyEntityRef(entity), entity.metadata.name]),
  );
  return entities.flatMap((entity): ShownName[] => {
    const identity = identify(entity);
    const { name } = entity.metadata;
    if (identity.kind === 'resource') {
      return [{ entityKind: 'component', key: objectKey(identity.ref), name }];
    }
    if (identity.kind !== 'promise') return [];
    const definition = findDefinition(identity.promiseName);
    if (!definition) return [];
    const key = objectKey(definition);
    const template = namesByRef.get(identity.templateRef ?? '');
    return [
      { entityKind: 'component', key, name },
      ...(template === undefined
        ? []
        : [{ entityKind: 'template' as const, key, name: template }]),
    ];
  });
}
