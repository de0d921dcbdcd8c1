import { randomUUID } from 'node:crypto';
import { waitAtMost } from '@syntasso/plugin-ske-node';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { shortHash, toEntityName } from '@syntasso/plugin-ske-common';
import {
  ENTITY_KINDS,
  type EntityKind,
  type GivenName,
  type NameClaim,
  type NameTable,
} from './NameTable';
import { ShownNames, type ShownName } from './ShownNames';

/** Names that one statement is about. */
const AT_ONCE = 200;
const START_PATIENCE_MS = 30_000;

/** What is to be written so that objects have the names that they want. */
export interface NameChanges {
  claims: NameClaim[];
  /** Names of objects that are gone, or that want none any more. */
  freed: GivenName[];
}

/**
 * Names in the catalog, by the keys of the objects that have them. A name once given
 * stays while its object lives, and wants it: all replicas have them from one table,
 * where the first writer wins. Names compare without case, as in the catalog.
 */
export class CatalogNames {
  readonly #names: Record<EntityKind, Map<string, GivenName>> = {
    component: new Map(),
    template: new Map(),
  };
  readonly #startedAt = new Date();
  readonly #table: Promise<NameTable>;
  #tableProvided!: (table: NameTable) => void;
  #shown: ShownNames | undefined;
  /** Whether all objects are known: what the catalog shows of others is left over. */
  #isComplete = false;
  /**
   * Lists the names of entities that the catalog shows. Objects without a name in the
   * table keep them: an older version has given them.
   */
  listShown: () => Promise<ShownName[]> = async () => [];

  constructor() {
    this.#table = new Promise(resolve => {
      this.#tableProvided = resolve;
    });
  }

  /** To be called by the plugin that owns the table, when it has started. */
  provideTable(table: NameTable) {
    this.#tableProvided(table);
  }

  nameOf(entityKind: EntityKind, key: string): string | undefined {
    return this.#names[entityKind].get(key)?.name;
  }

  /** The name of an object to which one was given. */
  requireName(entityKind: EntityKind, key: string): string {
    const name = this.nameOf(entityKind, key);
    if (name === undefined) throw new Error(`${key} was given no name.`);
    return name;
  }

  /**
   * What has to change so that objects have the names they want; undefined: nothing.
   *
   * @param objects - keys of objects, each with what it wants; nothing when it is gone
   */
  compare(
    objects: Iterable<readonly [key: string, claims: NameClaim[]]>,
  ): NameChanges | undefined {
    const changes: NameChanges = { claims: [], freed: [] };
    for (const [key, claims] of objects) {
      for (const entityKind of ENTITY_KINDS) {
        const claim = claims.find(one => one.entityKind === entityKind);
        const given = this.#names[entityKind].get(key);
        if (given && given.uid !== claim?.uid) changes.freed.push(given);
        if (claim && !(given && isFor(given, claim)))
          changes.claims.push(claim);
      }
    }
    const { claims, freed } = changes;
    return claims.length + freed.length > 0 ? changes : undefined;
  }

  /**
   * Frees names, and gives others: to each claim what it wants, or where another object
   * has that, the same with a suffix made from its key.
   *
   * @throws ServiceUnavailableError while the table cannot be reached
   */
  async write({ claims, freed }: NameChanges): Promise<void> {
    await this.#withTable(async table => {
      // First: a new object may get the name of one that is gone.
      for (const part of partsOf(freed)) {
        await table.remove(part);
        for (const given of part) this.#forget(given);
      }
      const byAge = [...claims].sort(
        (a, b) => compare(a.createdAt, b.createdAt) || compare(a.key, b.key),
      );
      for (const part of partsOf(byAge)) await this.#give(table, part);
      // What was there before has its name: what is new was never shown.
      if (this.#isComplete) this.#shown = new ShownNames([]);
    });
  }

  /**
   * Frees names that were given before this process began, and whose objects have gone
   * meanwhile. To be called when all objects are known.
   *
   * @throws ServiceUnavailableError while the table cannot be reached
   */
  async freeGone(exists: (given: GivenName) => boolean): Promise<void> {
    await this.#withTable(async table => {
      const names = await table.listGivenBefore(this.#startedAt);
      const goneNames = names.filter(given => !exists(given));
      for (const part of partsOf(goneNames)) await table.remove(part);
      this.#isComplete = true;
    });
  }

  /** Each claim that has no name yet tries one after the other, all claims together. */
  async #give(table: NameTable, claims: NameClaim[]) {
    let unnamed = await this.#readNames(table, claims);
    if (unnamed.length > 0) this.#shown ??= await this.#readShown();
    for (const candidateOf of this.#candidates) {
      if (unnamed.length === 0) return;
      const names = unnamed.flatMap((claim): GivenName[] => {
        const { entityKind, key, uid, wanted } = claim;
        const name = candidateOf(claim);
        return name === undefined
          ? []
          : [{ entityKind, key, uid, wanted, name }];
      });
      if (names.length === 0) continue;
      // In one order everywhere, so that no replica waits for another that waits for it.
      names.sort((a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()));
      await table.insert(names);
      unnamed = await this.#readNames(table, unnamed);
    }
    if (unnamed.length === 0) return;
    throw new ConflictError(
      `No name is free for ${unnamed[0].key}, which wants ${unnamed[0].wanted} in the catalog.`,
    );
  }

  readonly #candidates: ((claim: NameClaim) => string | undefined)[] = [
    claim => {
      const name = this.#shown?.nameOf(claim);
      return name === claim.wanted || name === suffixedName(claim)
        ? name
        : undefined;
    },
    claim =>
      !this.#isComplete && this.#shown?.isOfOther(claim, claim.wanted)
        ? undefined
        : claim.wanted,
    suffixedName,
    // Nobody can have taken a name that nobody can foresee.
    ({ requestedName }) => toEntityName(requestedName, shortHash(randomUUID())),
  ];

  /** Keeps the names that claims have in the table. @returns the claims without one */
  async #readNames(
    table: NameTable,
    claims: NameClaim[],
  ): Promise<NameClaim[]> {
    if (claims.length === 0) return [];
    const names = await table.find(claims.map(({ key }) => key));
    const namesByOwner = new Map(names.map(given => [ownerOf(given), given]));
    const outdated: GivenName[] = [];
    const unnamed = claims.filter(claim => {
      const given = namesByOwner.get(ownerOf(claim));
      if (given && isFor(given, claim)) {
        this.#names[claim.entityKind].set(claim.key, given);
        return false;
      }
      // It wants another one now.
      if (given) outdated.push(given);
      return true;
    });
    if (outdated.length > 0) await table.remove(outdated);
    return unnamed;
  }

  async #readShown(): Promise<ShownNames> {
    try {
      return new ShownNames(await this.listShown());
    } catch (error) {
      throw new ServiceUnavailableError(
        'The catalog does not say which names it shows, so nothing new comes into it',
        error,
      );
    }
  }

  #forget({ entityKind, key, uid }: GivenName) {
    const names = this.#names[entityKind];
    if (names.get(key)?.uid === uid) names.delete(key);
  }

  async #withTable(work: (table: NameTable) => Promise<void>) {
    const table = await waitAtMost(
      START_PATIENCE_MS,
      this.#table,
      'Plugin ske did not start in this backend, and it has the names of entities. Its log says why.',
    );
    try {
      await work(table);
    } catch (error) {
      if (error instanceof ServiceUnavailableError) throw error;
      throw new ServiceUnavailableError(
        'The names of entities cannot be stored, so nothing new comes into the catalog',
        error,
      );
    }
  }
}

const suffixedName = ({ requestedName, key }: NameClaim) =>
  toEntityName(requestedName, shortHash(key));

const ownerOf = ({
  entityKind,
  key,
  uid,
}: Pick<NameClaim, 'entityKind' | 'key' | 'uid'>) =>
  JSON.stringify([entityKind, key, uid]);

const isFor = (given: GivenName, claim: NameClaim) =>
  given.uid === claim.uid && given.wanted === claim.wanted;

function partsOf<T>(items: T[]): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += AT_ONCE)
    parts.push(items.slice(start, start + AT_ONCE));
  return parts;
}

const compare = (a: string, b: string) => Number(a > b) - Number(a < b);
