import { CatalogEntities } from '../entities/CatalogEntities';
import type {
  GivenName,
  NameOwner,
  NameTable,
} from '../entities/names/NameTable';

/** Names in memory, as `DatabaseNameTable` keeps them. */
export class InMemoryNameTable implements NameTable {
  #rows: (GivenName & { givenAt: Date })[] = [];

  async find(keys: string[]): Promise<GivenName[]> {
    return this.#rows
      .filter(({ key }) => keys.includes(key))
      .map(({ givenAt: _, ...given }) => given);
  }

  async insert(names: GivenName[]): Promise<void> {
    for (const given of names) {
      const isTaken = this.#rows.some(
        row =>
          row.entityKind === given.entityKind &&
          (row.name.toLowerCase() === given.name.toLowerCase() ||
            (row.key === given.key && row.uid === given.uid)),
      );
      if (!isTaken) this.#rows.push({ ...given, givenAt: new Date() });
    }
  }

  async remove(owners: NameOwner[]): Promise<void> {
    this.#rows = this.#rows.filter(
      row =>
        !owners.some(
          ({ entityKind, key, uid }) =>
            row.entityKind === entityKind && row.key === key && row.uid === uid,
        ),
    );
  }

  async listGivenBefore(time: Date): Promise<GivenName[]> {
    return this.#rows
      .filter(({ givenAt }) => givenAt < time)
      .map(({ givenAt: _, ...given }) => given);
  }

  async isEmpty(): Promise<boolean> {
    return this.#rows.length === 0;
  }
}

/** Entities with their names in a table; default: one in memory. */
export function newCatalogEntities(
  table: NameTable = new InMemoryNameTable(),
): CatalogEntities {
  const entities = new CatalogEntities();
  entities.names.provideTable(table);
  return entities;
}
