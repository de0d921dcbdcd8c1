import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { annotations } from '@syntasso/plugin-ske-common';
import { withAnnotations } from '../entities/entity';

/** What a look at the catalog has changed. */
export interface StuckChange {
  /** References of entities that are told with a mark from now on. */
  stuck: string[];
  /** References of entities that are shown now, and told without it. */
  unmarked: string[];
}

/**
 * Finds entities that the catalog has taken and does not show. Killed after it
 * has processed one and before it has noted to put it together, it never does:
 * told the same again, it sees nothing new. Told with an annotation more, it
 * does. Nothing is ever taken back for that: what looks stuck may only be late.
 *
 * Those are stuck that are missing twice in a row while none of the others came: a
 * catalog that still has much to do is only slow. One that is missing with its
 * mark has another reason, which the catalog's log tells; it is left as it is.
 */
export class StuckEntities {
  #missing = new Set<string>();
  readonly #marks = new Map<string, string>();

  /**
   * @param published - references of all that the catalog was told of
   * @param shown - references of what it shows now
   */
  update(published: Iterable<string>, shown: ReadonlySet<string>): StuckChange {
    const all = new Set(published);
    const missing = [...all].filter(ref => !shown.has(ref));
    const before = this.#missing;
    this.#missing = new Set(missing);
    const works = [...before].some(ref => !this.#missing.has(ref));
    const stuck = works
      ? []
      : missing.filter(ref => before.has(ref) && !this.#marks.has(ref));
    const unmarked = [...this.#marks.keys()].filter(
      ref => shown.has(ref) || !all.has(ref),
    );
    // A time, as another process may have given a mark before it was killed.
    const mark = new Date().toISOString();
    stuck.forEach(ref => this.#marks.set(ref, mark));
    unmarked.forEach(ref => this.#marks.delete(ref));
    return { stuck, unmarked };
  }

  /** The entity as it is told. */
  withMark(entity: Entity): Entity {
    const mark = this.#marks.get(stringifyEntityRef(entity));
    return mark === undefined
      ? entity
      : withAnnotations(entity, { [annotations.toldAnew]: mark });
  }
}
