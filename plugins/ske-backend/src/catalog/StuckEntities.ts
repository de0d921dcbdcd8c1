/**
 * Finds entities that the catalog has taken and does not show. Killed after it
 * has processed one and before it has noted to put it together, it never does:
 * told the same again, it sees nothing new. Taken back and told anew, it does.
 *
 * Those are stuck that are missing twice in a row while none of the others came: a
 * catalog that still has much to do is only slow. Each is named once, since one
 * that is missing after that has another reason, which the catalog's log tells.
 */
export class StuckEntities {
  #missing = new Set<string>();
  readonly #named = new Set<string>();

  /**
   * @param told - references of all that the catalog was told of
   * @param shown - references of what it shows now
   */
  next(told: Iterable<string>, shown: ReadonlySet<string>): string[] {
    const missing = [...told].filter(ref => !shown.has(ref));
    const before = this.#missing;
    this.#missing = new Set(missing);
    const works = [...before].some(ref => !this.#missing.has(ref));
    const stuck = works
      ? []
      : missing.filter(ref => before.has(ref) && !this.#named.has(ref));
    stuck.forEach(ref => this.#named.add(ref));
    return stuck;
  }
}
