/** How long a `KubernetesClient` waits, in milliseconds. @public */
export interface ClientTiming {
  /** For an answer, or for the beginning of a watch; default 30 s. */
  request: number;
  /**
   * For a sign of the first list of a watch; default 5 s. It is waited for longer, but
   * the watch says so: nobody else must wait for one API that does not answer.
   */
  firstList: number;
  /**
   * For the next event of a watch; default 150 s. An API server sends a
   * bookmark about every minute, so a watch that is silent for longer hangs on
   * a connection that is gone.
   */
  watchSilence: number;
  /**
   * For the end of a watch; default 4 min, in whole seconds. The API server
   * decides only at its beginning whether the credential may have it.
   */
  watchEnd: number;
}

/** How long it waits by default. */
export const TIMING: ClientTiming = {
  request: 30_000,
  firstList: 5_000,
  watchSilence: 150_000,
  watchEnd: 240_000,
};
