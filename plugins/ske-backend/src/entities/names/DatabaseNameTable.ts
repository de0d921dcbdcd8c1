import type { Knex } from 'knex';
import {
  ENTITY_KINDS,
  type EntityKind,
  type GivenName,
  type NameTable,
} from './NameTable';

const TABLE = 'ske_entity_names';

interface NameRow {
  platform: string;
  entity_kind: EntityKind;
  name_key: string;
  name: string;
  wanted: string;
  object_key: string;
  object_uid: string;
  given_at: string;
}

/** Names in SQL: two unique indexes decide who of several replicas was first. */
export class DatabaseNameTable implements NameTable {
  readonly #db: Knex;
  readonly #platform: string;

  constructor(db: Knex, platform: string) {
    this.#db = db;
    this.#platform = platform;
  }

  async find(keys: string[]): Promise<GivenName[]> {
    const rows = await this.#rows().whereIn('object_key', keys);
    return rows.map(fromRow);
  }

  async insert(names: GivenName[]): Promise<void> {
    if (names.length === 0) return;
    const givenAt = new Date().toISOString();
    await this.#db<NameRow>(TABLE)
      .insert(
        names.map(given => ({
          platform: this.#platform,
          entity_kind: given.entityKind,
          name_key: given.name.toLowerCase(),
          name: given.name,
          wanted: given.wanted,
          object_key: given.key,
          object_uid: given.uid,
          given_at: givenAt,
        })),
      )
      .onConflict()
      .ignore();
  }

  async remove(names: GivenName[]): Promise<void> {
    for (const entityKind of ENTITY_KINDS) {
      const ofKind = names.filter(given => given.entityKind === entityKind);
      if (ofKind.length === 0) continue;
      // A uid is of one object only, so no key goes with the uid of another.
      await this.#rows()
        .where({ entity_kind: entityKind })
        .whereIn(
          'object_key',
          ofKind.map(({ key }) => key),
        )
        .whereIn(
          'object_uid',
          ofKind.map(({ uid }) => uid),
        )
        .whereIn(
          'wanted',
          ofKind.map(({ wanted }) => wanted),
        )
        .delete();
    }
  }

  async listGivenBefore(time: Date): Promise<GivenName[]> {
    const rows = await this.#rows().where('given_at', '<', time.toISOString());
    return rows.map(fromRow);
  }

  #rows() {
    return this.#db<NameRow>(TABLE).where({ platform: this.#platform });
  }
}

const fromRow = (row: NameRow): GivenName => ({
  entityKind: row.entity_kind,
  key: row.object_key,
  uid: row.object_uid,
  wanted: row.wanted,
  name: row.name,
});
