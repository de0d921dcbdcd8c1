/**
 * The objects that Kratix made for a Promise or Resource. They are as the platform
 * gives them; malformed ones are tolerated.
 *
 * @public
 */
export interface Related {
  works: unknown[];
  workPlacements: unknown[];
  destinations: unknown[];
  /** The Promise of a Resource. */
  promise?: unknown;
  /** Jobs of its workflows; undefined where they may not be seen. */
  jobs?: unknown[];
}
