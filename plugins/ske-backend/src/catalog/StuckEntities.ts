import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { annotations } from '@syntasso/plugin-ske-common';
import { withAnnotations } from '../entities/entity';

/** What comparing with the catalog has changed. */
export interface MarkedEntities {
  /** References of entities that are published with a mark from now on. */
  stuck: string[];
  /** References of entities that are published without their mark again. */
  unmarked: string[];
}

/**
 * Finds entities that the catalog has taken and does not show, and marks them.
 *
 * A catalog that is killed after it has processed an entity, and before it has noted
 * to stitch it, never shows that entity: when the same is published again, it sees no
 * change. An additional annotation is a change. Nothing is ever removed from the
 * catalog for this: an entity that looks stuck may only be late.
 *
 * An entity is stuck when it is missing twice in a row and no other missing entity
 * has appeared in between: a catalog that still works through its queue is only slow.
 * One that is missing in spite of its mark was rejected; the catalog's log says why.
 * It is left alone, and not reported again.
 */
export class StuckEntities {
  #missingRefs = new Set<string>();
  readonly #marks = new Map<string, string>();

  /**
   * @param published - references of all entities that were published
   * @param shown - references of what it shows now
   */
  update(
    published: Iterable<string>,
    shown: ReadonlySet<string>,
  ): MarkedEntities {
    const publishedRefs = new Set(published);
    const missingRefs = [...publishedRefs].filter(ref => !shown.has(ref));
    const missingBefore = this.#missingRefs;
    this.#missingRefs = new Set(missingRefs);
    const works = [...missingBefore].some(ref => !this.#missingRefs.has(ref));
    const stuck = works
      ? []
      : missingRefs.filter(
          ref => missingBefore.has(ref) && !this.#marks.has(ref),
        );
    const unmarked = [...this.#marks.keys()].filter(
      ref => shown.has(ref) || !publishedRefs.has(ref),
    );
    // A time, as another process may have given a mark before it was killed.
    const mark = new Date().toISOString();
    stuck.forEach(ref => this.#marks.set(ref, mark));
    unmarked.forEach(ref => this.#marks.delete(ref));
    return { stuck, unmarked };
  }

  /** The entity as it is to be published: with its mark, if it has one. */
  withMark(entity: Entity): Entity {
    const mark = this.#marks.get(stringifyEntityRef(entity));
    return mark === undefined
      ? entity
      : withAnnotations(entity, { [annotations.publishedAgain]: mark });
  }
}
