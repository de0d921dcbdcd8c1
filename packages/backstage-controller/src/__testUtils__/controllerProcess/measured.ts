/** The environment variable with the {@link KillPoint} of a process, as JSON. */
export const KILL_AT = 'CONTROLLER_TEST_KILL_AT';

/** Where a process is killed: at one of its writes, counted from 1. */
export interface KillPoint {
  /** Before it is sent, or when its answer has come. */
  when: 'before' | 'after';
  write: number;
}

/** What a process says of itself. */
export interface Measured {
  /** Since its start. */
  cpuMs: number;
  rssMb: number;
  /** The most that it ever had. */
  maxRssMb: number;
  /** In milliseconds since 1970; undefined while it has asked nothing. */
  firstRequestAt: number | undefined;
  /** All that it has asked to be written so far, such as `PATCH /apis/…`. */
  writes: string[];
}
