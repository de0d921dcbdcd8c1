import { createHash } from 'node:crypto';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { oncePerObject } from '@syntasso/plugin-ske-common';
import { shareEventLoop } from '../utils/shareEventLoop';
import type { ObjectEntities } from '../entities/CatalogEntities';
import { withLocation } from '../entities/entity';

/** What to change in the catalog. */
export type DiscoveryUpdate =
  | { kind: 'full'; entities: Entity[] }
  | {
      kind: 'delta';
      added: Entity[];
      /** References of entities that are gone. */
      removed: string[];
    };

/** An entity as it was last published to the catalog. */
interface Published {
  /** Key of the object that it stands for. */
  key: string;
  hash: string;
}

/** What to publish, and what to do once the catalog has taken it. */
interface Comparison {
  /** Undefined when nothing is different. */
  update: DiscoveryUpdate | undefined;
  accept: () => void;
}

/** The entities that were published to the catalog: unchanged ones are not published again. */
export class PublishedEntities {
  readonly location: string;
  readonly #mark: (entity: Entity) => Entity;
  readonly #byRef = new Map<string, Published>();
  readonly #refsByKey = new Map<string, string[]>();
  #hasBegun = false;

  /**
   * @param location - the location that all entities name as their own
   * @param mark - changes an entity that the catalog has to process again
   */
  constructor(location: string, mark: (entity: Entity) => Entity) {
    this.location = location;
    this.#mark = mark;
  }

  /** Whether anything was published yet. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get refs(): string[] {
    return [...this.#byRef.keys()];
  }

  /** The key of the object that an entity is of. */
  keyOf(ref: string): string | undefined {
    return this.#byRef.get(ref)?.key;
  }

  /**
   * Compares the entities of some objects with what was published of them.
   *
   * @param isFull - whether these are all objects: the catalog then removes all others
   */
  async compare(
    generated: ObjectEntities[],
    isFull: boolean,
  ): Promise<Comparison> {
    const pause = shareEventLoop();
    const next = new Map<string, Published>();
    const allEntities: Entity[] = [];
    const addedEntities: Entity[] = [];
    for (const { key, entities } of generated) {
      await pause();
      for (const entity of entities) {
        const ref = stringifyEntityRef(entity);
        const markedEntity = this.#mark(entity);
        const hash = hashOf(markedEntity);
        next.set(ref, { key, hash });
        const isNew = this.#byRef.get(ref)?.hash !== hash;
        if (!isNew && !isFull) continue;
        const published = withLocation(markedEntity, this.location);
        allEntities.push(published);
        if (isNew) addedEntities.push(published);
      }
    }
    // A name may have gone from one object to another.
    const removedRefs = generated
      .flatMap(({ key }) => this.#ownRefs(key))
      .filter(ref => !next.has(ref));
    return {
      update: isFull
        ? { kind: 'full', entities: allEntities }
        : deltaOf(addedEntities, removedRefs),
      accept: () => this.#accept(generated, next, isFull),
    };
  }

  /** References that are still of this object: another one may have got a name meanwhile. */
  #ownRefs(key: string): string[] {
    const refs = this.#refsByKey.get(key) ?? [];
    return refs.filter(ref => this.#byRef.get(ref)?.key === key);
  }

  #accept(
    generated: ObjectEntities[],
    next: ReadonlyMap<string, Published>,
    isFull: boolean,
  ) {
    this.#hasBegun = true;
    if (isFull) {
      this.#byRef.clear();
      this.#refsByKey.clear();
    }
    for (const { key } of generated) {
      for (const ref of this.#ownRefs(key)) this.#byRef.delete(ref);
      this.#refsByKey.delete(key);
    }
    for (const [ref, published] of next) {
      this.#byRef.set(ref, published);
      const refs = this.#refsByKey.get(published.key) ?? [];
      this.#refsByKey.set(published.key, [...refs, ref]);
    }
  }
}

/** Templates are long, and the same object is compared each time: its hash is kept. */
const hashOf = oncePerObject((entity: Entity) =>
  createHash('sha256').update(JSON.stringify(entity)).digest('base64'),
);

const deltaOf = (
  added: Entity[],
  removed: string[],
): DiscoveryUpdate | undefined =>
  added.length + removed.length > 0
    ? { kind: 'delta', added, removed }
    : undefined;
