/**
 * The objects that Kratix made for a Promise or Resource. They are as the platform
 * gives them; malformed ones are tolerated. It is never changed in place.
 *
 * @public
 */
export interface Related {
  works: unknown[];
  workPlacements: unknown[];
  /** Those that the WorkPlacements name, as far as they may be seen. */
  destinations: unknown[];
  /** The Promise of a Resource. */
  promise?: unknown;
  /** Jobs of its workflows; undefined where they may not be seen. */
  jobs?: unknown[];
}
