/**
 * The objects that Kratix made for a Promise or Resource, when they were read. Objects are as the
 * platform gives them; malformed ones are tolerated. It is never changed in place.
 *
 * @public
 */
export interface Related {
  works: unknown[];
  workPlacements: unknown[];
  /** Those that the WorkPlacements name, as far as they may be seen. */
  destinations: unknown[];
  /** Of a Resource: what offers it. */
  promise?: unknown;
  /** Of its workflows; undefined where they may not be seen. */
  jobs?: unknown[];
}
