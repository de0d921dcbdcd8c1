import { CatalogEntities } from '../CatalogEntities';
import type { EntityKind, GivenName, NameTable } from './NameTable';

/** Names in memory, as `DatabaseNameTable` keeps them: for benchmarks and tests. */
export class InMemoryNameTable implements NameTable {
  readonly #byName = new Map<string, { given: GivenName; givenAt: Date }>();
  readonly #byKey = new Map<string, GivenName[]>();

  async find(keys: string[]): Promise<GivenName[]> {
    return keys.flatMap(key => this.#byKey.get(key) ?? []);
  }

  async insert(names: GivenName[]): Promise<void> {
    for (const given of names) {
      const nameKey = nameKeyOf(given.entityKind, given.name);
      const ofKey = this.#byKey.get(given.key) ?? [];
      const hasName = ofKey.some(
        other =>
          other.entityKind === given.entityKind && other.uid === given.uid,
      );
      if (hasName || this.#byName.has(nameKey)) continue;
      this.#byName.set(nameKey, { given, givenAt: new Date() });
      this.#byKey.set(given.key, [...ofKey, given]);
    }
  }

  async remove(names: GivenName[]): Promise<void> {
    for (const owner of names) {
      const ofKey = this.#byKey.get(owner.key) ?? [];
      for (const { entityKind, name } of ofKey.filter(one => isOf(one, owner)))
        this.#byName.delete(nameKeyOf(entityKind, name));
      this.#byKey.set(
        owner.key,
        ofKey.filter(one => !isOf(one, owner)),
      );
    }
  }

  async listGivenBefore(time: Date): Promise<GivenName[]> {
    return [...this.#byName.values()]
      .filter(({ givenAt }) => givenAt < time)
      .map(({ given }) => given);
  }
}

const nameKeyOf = (entityKind: EntityKind, name: string) =>
  `${entityKind} ${name.toLowerCase()}`;

const isOf = (given: GivenName, { entityKind, key, uid, wanted }: GivenName) =>
  given.entityKind === entityKind &&
  given.key === key &&
  given.uid === uid &&
  given.wanted === wanted;

/** Entities with their names in a table; default: one in memory. */
export function newCatalogEntities(
  table: NameTable = new InMemoryNameTable(),
): CatalogEntities {
  const entities = new CatalogEntities();
  entities.names.provideTable(table);
  return entities;
}
