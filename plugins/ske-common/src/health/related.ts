/**
 * The objects that Kratix made for a Promise or Resource, when they were read. Objects are as the
 * platform gives them; malformed ones are tolerated.
 *
 * @public
 */
export interface Related {
  works: unknown[];
  workPlacements: unknown[];
  destinations: unknown[];
  /** Of a Resource: what offers it. */
  promise?: unknown;
  /** Of its workflows; undefined where they may not be seen. */
  jobs?: unknown[];
}
